internal import Core
internal import Foundation
internal import Numerics
internal import Training

/// A model of a layer as it is written down: what it took and its network's shape as JSON, answers and parameters as
/// numbers.
extension FreshFit {
  private struct Head: Codable {
    let step: Int, ready: Int
    let action: String
    let usage: Usage
    let hasDiverged: Bool
    var network: NetworkHead?
  }

  private struct NetworkHead: Codable {
    let architecture: Architecture
    let scaling: InputScaling<Float>?
    let heads: [[Int]]
    let seen: [Bool]
  }

  func write(to packed: inout PackedBytes) throws {
    let shape = network.map { network in
      NetworkHead(
        architecture: network.architecture, scaling: network.scaling,
        heads: network.heads.map { [$0.lowerBound, $0.upperBound] }, seen: network.seen)
    }
    let head = Head(
      step: step, ready: ready, action: action, usage: usage, hasDiverged: hasDiverged,
      network: shape)
    packed.write([UInt8](try JSONEncoder().encode(head)))
    packed.write(answers.firstRow)
    packed.write(answers.small)
    packed.write(answers.large)
    packed.write(answers.values)
    packed.write(answers.losses)
    packed.write(network?.parameters ?? [])
  }

  /// Reads what was written; `nil` for anything that could not be of such a stream.
  static func read(_ packed: inout PackedBytes, _ stream: StalenessStream) -> FreshFit? {
    guard let json: [UInt8] = packed.read(),
      let head = try? JSONDecoder().decode(Head.self, from: Data(json)),
      let firstRow: Int = packed.read(), let small: [UInt8] = packed.read(),
      let large: [UInt16] = packed.read(), let values: [Float] = packed.read(),
      let losses: [Float] = packed.read(), let parameters: [Float] = packed.read(),
      (-1..<stream.steps).contains(head.step), (0...stream.steps).contains(head.ready)
    else { return nil }
    let answers = Answers(
      firstRow: firstRow, classCount: stream.schema.classes.count, small: small, large: large,
      values: values, losses: losses)
    guard answers.isWhole(from: head.hasDiverged ? nil : head.ready, stream) else { return nil }
    var network: Network<Float>?
    if let shape = head.network {
      guard parameters.count == shape.architecture.parameterCount,
        shape.architecture.inputs == stream.schema.features.count,
        shape.heads.allSatisfy({ $0.count == 2 && $0[0] <= $0[1] })
      else { return nil }
      var read = Network(shape.architecture, parameters: parameters, scaling: shape.scaling)
      (read.heads, read.seen) = (shape.heads.map { $0[0]..<$0[1] }, shape.seen)
      network = read
    }
    return FreshFit(
      step: head.step, action: head.action, usage: head.usage, ready: head.ready,
      hasDiverged: head.hasDiverged, answers: answers, network: network, stream)
  }
}

extension Answers {
  /// Whether there is one answer to every row from a step on, or none at all, each a class or value there can be.
  fileprivate func isWhole(from ready: Int?, _ stream: StalenessStream) -> Bool {
    let first = ready.map { stream.firstRows[$0] } ?? firstRow
    let count = ready.map { _ in stream.labels.count - first } ?? 0
    guard firstRow == first, losses.count == count else { return false }
    let isSmall = classCount > 0 && classCount <= 256
    let counts = [classCount == 0 ? count : 0, isSmall ? count : 0, classCount > 256 ? count : 0]
    return [values.count, small.count, large.count] == counts
      && small.allSatisfy { Int($0) < classCount } && large.allSatisfy { Int($0) < classCount }
  }
}
