import Core
import Foundation
import Numerics
import Testing

@testable import Drift

/// Drifts of known nature.
@Suite struct DriftDiagnoserTests {
  static let seeds: [UInt64] = [1, 2, 3, 4]

  /// A stream of one law for six steps, then of another for five.
  static func drifted(
    _ seed: UInt64, from before: DiagnosedStream.Law, to after: DiagnosedStream.Law
  ) throws -> Diagnosis {
    var stream = DiagnosedStream(seed: seed, before)
    stream.run(6, before)
    #expect(try stream.diagnose().step == 5)
    stream.run(5, after)
    return try stream.diagnose()
  }

  @Test(arguments: seeds) func onlyTheInputsMove(_ seed: UInt64) throws {
    let found = try Self.drifted(
      seed, from: DiagnosedStream.plain(), to: DiagnosedStream.plain(shift: 0.7))
    #expect(found.kind == .covariate)
    let evidence = try #require(found.evidence.first { $0.signal == "inputs" })
    #expect(try #require(evidence.p) < evidence.threshold && evidence.currentRows == 500)
  }

  @Test(arguments: seeds) func onlyTheSharesMove(_ seed: UInt64) throws {
    let found = try Self.drifted(
      seed, from: DiagnosedStream.byClass(share: 0.5), to: DiagnosedStream.byClass(share: 0.8))
    #expect(found.kind == .prior && found.breadth == nil)
    let evidence = try #require(found.evidence.first { $0.signal == "inputs given label" })
    #expect(try #require(evidence.p) > evidence.threshold)
  }

  /// Where both coordinates are positive, a quarter of the inputs, the label is the other one.
  @Test(arguments: seeds) func aQuarterTurns(_ seed: UInt64) throws {
    let found = try Self.drifted(
      seed, from: DiagnosedStream.plain(),
      to: DiagnosedStream.plain { $0[0] > 0 && $0[1] > 0 })
    #expect(found.kind == .concept && found.seenSince == nil)
    let breadth = try #require(found.breadth)
    #expect(breadth.low <= 0.3 && breadth.high >= 0.25 && breadth.share < 0.6)
    let speed = try #require(found.speed)
    #expect(!speed.isGradual && speed.onset == 6)
  }

  @Test(arguments: seeds) func everythingTurns(_ seed: UInt64) throws {
    let found = try Self.drifted(
      seed, from: DiagnosedStream.plain(), to: DiagnosedStream.plain { _ in true })
    #expect(found.kind == .concept)
    #expect(try #require(found.breadth).share > 0.7)
  }

  /// Of 100 looks at rows of one law, no more find something than chance allows at the level.
  @Test func nothingMoves() throws {
    var found = 0
    for seed in 0..<20 {
      var stream = DiagnosedStream(seed: UInt64(100 + seed), DiagnosedStream.plain())
      for _ in 0..<5 {
        stream.run(5, DiagnosedStream.plain())
        if try stream.diagnose().kind != .none { found += 1 }
        stream.updated()
      }
    }
    // P(more than 13 of 100) at .05 is .0005.
    #expect(found <= 13)
  }

  @Test func aRegimeReturns() throws {
    let (a, b) = (DiagnosedStream.plain(), DiagnosedStream.plain { _ in true })
    var stream = DiagnosedStream(seed: 15, a)
    stream.run(6, a)
    _ = try stream.diagnose()
    stream.run(5, b)
    #expect(try stream.diagnose().seenSince == nil)
    stream.updated()
    stream.run(6, b)
    #expect(try stream.diagnose().kind == .none)
    stream.updated()
    stream.run(5, a)
    let found = try stream.diagnose()
    #expect(found.kind == .concept && found.seenSince == 0)
    stream.updated()
    stream.run(5, a)
    #expect(try stream.diagnose().kind == .none)
  }

  /// A drift that no update answers is still there at the next look.
  @Test func whatIsNotAnsweredStays() throws {
    var stream = DiagnosedStream(seed: 6, DiagnosedStream.plain())
    for _ in 0..<3 {
      stream.run(5, DiagnosedStream.plain { _ in true })
      #expect(try stream.diagnose().kind == .concept)
    }
  }

  /// Inputs speak before any label does; labels then tell that only they have moved.
  @Test func inputsWithoutLabels() throws {
    var stream = DiagnosedStream(seed: 7, DiagnosedStream.plain())
    stream.run(5, labelled: false, DiagnosedStream.plain(shift: 0.8))
    #expect(try stream.diagnose().kinds == [.covariate])
    var same = DiagnosedStream(seed: 8, DiagnosedStream.plain())
    same.run(5, labelled: false, DiagnosedStream.plain { _ in true })
    #expect(try same.diagnose().kind == .none)
  }

  /// Labels that are numbers are cut into quarters.
  @Test func numbersAsLabels() throws {
    func law(_ sign: Float) -> DiagnosedStream.Law {
      { random in
        let x = [Float(random.normal()), Float(random.normal())]
        return (x, sign * x[0] + 0.3 * Float(random.normal()))
      }
    }
    var stream = DiagnosedStream(seed: 9, classes: 0, law(1))
    stream.run(5, law(1))
    #expect(try stream.diagnose().kind == .none)
    stream.run(5, law(-1))
    #expect(try stream.diagnose().kind == .concept)
  }

  @Test(arguments: seeds) func aColumnGoesMissing(_ seed: UInt64) throws {
    let law = DiagnosedStream.plain()
    let found = try Self.drifted(seed, from: law) { random in
      let (x, label) = law(&random)
      return ([0, x[1]], label)
    }
    #expect(found.kind == .dataQuality)
    #expect(found.breadth == Diagnosis.Breadth(share: 0.5, low: 0.5, high: 0.5, slices: 2))
    #expect(found.evidence.contains { $0.signal == "constant-columns" && $0.statistic == 1 })
  }

  @Test func unitsAndOrder() throws {
    func law(_ random: inout RandomStream) -> (x: [Float], label: Float) {
      let x = [Float(random.normal()), 5 + Float(random.uniform())]
      return (x, x[0] > 0 ? 1 : 0)
    }
    func kinds(_ change: ([Float]) -> [Float]) throws -> ([DriftKind], Set<String>) {
      let found = try Self.drifted(11, from: law) { random in
        let (x, label) = law(&random)
        return (change(x), label)
      }
      return (found.kinds, Set(found.evidence.map(\.signal)))
    }
    #expect(try kinds { [$0[0] * 1000, $0[1] * 1000] }.1.contains("out-of-range"))
    let times = try kinds { [$0[0] * 2, $0[1]] }
    #expect(times.0 == [.dataQuality] && times.1.contains("changed-units"))
    // Of columns so unlike each other the exchange is out of range, too.
    #expect(try kinds { [$0[1], $0[0]] }.0.first == .dataQuality)
  }

  /// Written down and taken up again at every step, it says the same.
  @Test func aCheckpointGoesOn() throws {
    func diagnoses(interrupted: Bool) throws -> [Diagnosis] {
      let (a, b) = (DiagnosedStream.plain(), DiagnosedStream.plain { $0[0] > 0 })
      var stream = DiagnosedStream(seed: 12, warmUp: 300, a)
      var said: [Diagnosis] = []
      for round in 0..<4 {
        for _ in 0..<3 {
          stream.run(1, round == 1 || round == 2 ? b : a)
          guard interrupted else { continue }
          let data = try PropertyListEncoder().encode(stream.diagnoser)
          stream.diagnoser = try PropertyListDecoder().decode(DriftDiagnoser.self, from: data)
        }
        said.append(try stream.diagnose())
        stream.updated()
      }
      return said
    }
    let said = try diagnoses(interrupted: false)
    #expect(try diagnoses(interrupted: true) == said)
    #expect(said.contains { $0.kind == .concept })
  }
}
