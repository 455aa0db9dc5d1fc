import Core
import Numerics
import Testing

@testable import Drift

/// What no diagnosis can be made of is no mistake of anyone: nothing is found, and nothing breaks.
@Suite struct DriftDiagnoserInputTests {
  @Test func nothingAtAll() throws {
    var diagnoser = DriftDiagnoser(Schema(features: ["a"], classes: ["0", "1"]))
    var random = RandomStream(seed: 1)
    #expect(try diagnoser.diagnose(step: 0, using: &random).kind == .none)
    diagnoser.observe(inputs: Matrix(columns: 1), step: 0, using: &random)
    diagnoser.updated(step: 0, using: &random)
    #expect(try diagnoser.diagnose(step: 1, using: &random).evidence.isEmpty)
  }

  @Test func singleRows() throws {
    var stream = DiagnosedStream(seed: 2, warmUp: 1, DiagnosedStream.plain())
    for _ in 0..<3 {
      stream.feed(stream.draw(1, DiagnosedStream.plain()))
      #expect(try stream.diagnose().kind == .none)
      stream.updated()
    }
  }

  @Test func oneClassAndOneValue() throws {
    let law: DiagnosedStream.Law = { _ in ([1, 1], 1) }
    var stream = DiagnosedStream(seed: 3, warmUp: 500, law)
    stream.run(5, law)
    #expect(try stream.diagnose().kind == .none)
    let one: DiagnosedStream.Law = { random in ([Float(random.normal()), 0], 1) }
    var other = DiagnosedStream(seed: 4, warmUp: 500, one)
    other.run(5, one)
    #expect(try other.diagnose().kind == .none)
  }

  /// A class that the reference never had is a change of p(y | x).
  @Test func aNewClass() throws {
    let law: DiagnosedStream.Law = { random in
      let x = Float(random.normal())
      return ([x, 0], x > 1 ? 1 : 0)
    }
    var stream = DiagnosedStream(seed: 5, classes: 3, law)
    stream.run(5) { random in
      let (x, label) = law(&random)
      return (x, x[0] < -0.5 ? 2 : label)
    }
    #expect(try stream.diagnose().kind == .concept)
  }

  @Test func notANumber() throws {
    let law = DiagnosedStream.plain()
    var stream = DiagnosedStream(seed: 6, law)
    stream.run(3, law)
    stream.run(2) { random in
      let (x, label) = law(&random)
      return ([x[0], .nan], label)
    }
    stream.run(1) { random in ([.infinity, .infinity], law(&random).label) }
    let found = try stream.diagnose()
    #expect(found.kinds == [.dataQuality])
    #expect(found.evidence.contains { $0.signal == "not-finite" && $0.statistic == 1 })
    stream.run(5, law)
    #expect(try stream.diagnose().kind == .none)
  }

  /// The labels of a warm-up that has only one row of a class, and more columns than are tested.
  @Test func manyColumns() throws {
    let law: DiagnosedStream.Law = { random in
      let x = (0..<40).map { _ in Float(random.normal()) }
      return (x, x[0] > 3 ? 1 : 0)
    }
    var stream = DiagnosedStream(
      seed: 7, width: 40,
      settings: DiagnosedStream.quick.overridden(by: ["columns": .integer(3)]), warmUp: 400, law)
    stream.run(2, law)
    #expect(try stream.diagnose().kind == .none)
  }
}
