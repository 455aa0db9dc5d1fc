internal import Core
internal import Foundation
internal import Numerics
internal import Training

/// A layer as it is kept between runs of the program.
///
/// Format, key of everything that its content depends on, models, and a checksum at the end; what is damaged or of
/// another key is as good as not there.
extension FreshFits {
  /// The format; another number for every change of it, or of what the answers are.
  private static let format = 1

  /// The key of what a layer depends on: the rows and when their labels arrive, model, training, machine, strategy,
  /// seed, and the program.
  static func key(
    _ stream: StalenessStream, _ strategy: any UpdateStrategy, steps: [Int]?, programVersion: String
  ) throws -> UInt64 {
    var print = Fingerprint()
    let scenario = stream.scenario
    print.combine(format)
    print.combine(stream.seed)
    for part in [
      programVersion, BLAS.name, String(reflecting: scenario.model),
      String(reflecting: scenario.recipe), String(reflecting: scenario.hardware),
      String(reflecting: scenario.inFlight), String(reflecting: stream.labelPlan),
      String(reflecting: stream.schema), String(reflecting: type(of: strategy)),
    ] { print.combine(part) }
    print.combine(try state(of: strategy))
    print.combine(scenario.stepSeconds)
    print.combine(scenario.stream.batch)
    print.combine(stream.warmUp.features)
    print.combine(Matrix(rows: 1, columns: stream.warmUp.count, stream.warmUp.labels))
    for arrival in stream.arrivals {
      if let examples = arrival.examples {
        print.combine(examples.features)
        print.combine(Matrix(rows: 1, columns: examples.count, examples.labels))
      }
      print.combine(arrival.rows.count)
      for rows in arrival.rows { print.combine(rows.lowerBound << 24 ^ rows.count) }
    }
    for inputs in stream.inputs { print.combine(inputs) }
    print.combine(Matrix(rows: 1, columns: stream.labels.count, stream.labels))
    for number in stream.tasks + stream.groups + stream.history + (steps ?? [-1]) {
      print.combine(number)
    }
    return print.value
  }

  /// A strategy's settings, as its state before it has seen anything.
  private static func state(of strategy: some UpdateStrategy) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(strategy), as: UTF8.self)
  }

  /// Where a layer is kept.
  static func name(_ stream: StalenessStream, _ label: String) -> String {
    let plain = label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    return "staleness-\(String(plain))-seed-\(stream.seed)-delay-\(stream.labelPlan.delay)"
      + "\(stream.stretch.suffix).bin"
  }

  /// The layer in bytes.
  func bytes(key: UInt64) throws -> [UInt8] {
    var packed = PackedBytes()
    packed.write(Self.format)
    packed.write(key)
    let fits = [initial] + models.compactMap(\.self)
    packed.write(fits.count)
    for fit in fits { try fit.write(to: &packed) }
    packed.write(Self.checksum(packed.bytes[...]))
    return packed.bytes
  }

  /// The layer of some bytes; `nil` if they are damaged, or of another key.
  static func read(
    _ bytes: [UInt8], key: UInt64, _ stream: StalenessStream, label: String, tried: Set<Int>?
  ) -> FreshFits? {
    guard bytes.count > 8 else { return nil }
    var end = PackedBytes(Array(bytes.suffix(8)))
    guard end.read() == checksum(bytes.dropLast(8)) else { return nil }
    var packed = PackedBytes(Array(bytes.dropLast(8)))
    guard packed.read() == format, packed.read() == key, let count: Int = packed.read(),
      count > 0, let initial = FreshFit.read(&packed, stream), initial.step == -1
    else { return nil }
    var models = [FreshFit?](repeating: nil, count: stream.steps)
    for _ in 1..<count {
      guard let fit = FreshFit.read(&packed, stream), fit.step >= 0 else { return nil }
      models[fit.step] = fit
    }
    guard packed.isAtEnd else { return nil }
    return FreshFits(label: label, stream: stream, initial: initial, models: models, tried: tried)
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var print = Fingerprint()
    var (word, filled): (UInt64, Int) = (0, 0)
    for byte in bytes {
      word = word << 8 | UInt64(byte)
      filled += 1
      if filled == 8 {
        print.combine(word)
        (word, filled) = (0, 0)
      }
    }
    print.combine(word)
    print.combine(bytes.count)
    return print.value
  }
}
