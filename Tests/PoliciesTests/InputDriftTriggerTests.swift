import Core
import Numerics
import Policies
import Testing

/// p is given by the windows: 1 if they hold the same rows, else the first value of the current one.
private struct Told: TwoSampleTest {
  var leastRows = 2
  var leastP = 0.01

  func compare(
    _ reference: Matrix<Double>, _ current: Matrix<Double>, using random: inout RandomStream
  ) throws -> TestResult {
    let p = reference == current ? 1 : current[0, 0]
    return TestResult(
      statistic: reference[0, 0], p: p, referenceRows: reference.rows, currentRows: current.rows)
  }
}

private struct OneTest: Components {
  func detector(_ component: Component) throws -> any DriftDetector { AlarmAt([]) }
  func strategy(_ component: Component) throws -> any UpdateStrategy { throw InputError("") }
  func test(_ component: Component) throws -> any TwoSampleTest { Told() }
}

@Suite struct InputDriftTriggerTests {
  func make(_ settings: SettingValues) throws -> any Trigger {
    try InputDriftTrigger.entry.make(settings, OneTest())
  }

  func step(_ index: Int, _ rows: [Float]) -> Observation {
    Observation(
      step: index, outcomes: [], newRows: 0, historyRows: 0, updates: 0, modelAge: 0,
      inputs: Matrix(rows: rows.count, columns: 1, rows))
  }

  private let settings: SettingValues = [
    "reference": .integer(3), "current": .integer(2), "level": .number(0.25),
  ]

  /// Reference 9, 8, 7. The current window slides over .5, .125, .0625, …; rows that are not finite are
  /// left out, and p is its oldest row.
  @Test func comparesTheFirstRowsWithTheLast() throws {
    var trigger = try make(settings)
    let steps: [[Float]] = [[9, .nan], [8, 7, 0.5], [0.125], [], [.infinity, 0.0625], [3]]
    let seen = try steps.enumerated().map { try trigger.decide(step($0, $1)) }
    #expect(seen.map(\.value) == [nil, nil, 0.5, 0.5, 0.125, 0.0625])
    #expect(seen.map(\.fires) == [false, false, false, false, true, true])
    #expect(seen.allSatisfy { $0.signal == "ks" && $0.threshold == 0.25 })
    #expect(seen.allSatisfy { $0.p == $0.value && $0.relation == .atMost && $0.setting == "level" })
    #expect(seen.map(\.samples) == [[1, 0], [3, 1], [3, 2], [3, 2], [3, 2], [3, 2]])
    // The reference moves: the same rows are no drift any more.
    trigger.updated(update)
    #expect(try trigger.decide(step(6, [0.125, 0.125, 0.125, 0.125])).value == nil)
    #expect(try trigger.decide(step(7, [0.125])).value == 0.125)
  }

  /// The same rows, as outputs or embeddings: nothing else is looked at.
  @Test(arguments: ["outputs", "embeddings"]) func comparesWhatTheModelMakesOfThem(
    _ aspect: String
  ) throws {
    var (trigger, plain) = (
      try make(settings.overridden(by: ["on": .text(aspect)])), try make(settings)
    )
    #expect(trigger.looksAtOutputs == (aspect == "outputs"))
    #expect(trigger.looksAtEmbeddings == (aspect == "embeddings"))
    for (i, rows) in ([[9, 8, 7], [0.5, 0.25], [3]] as [[Float]]).enumerated() {
      let matrix = Matrix(rows: rows.count, columns: 1, rows)
      let other = Matrix(rows: rows.count, columns: 1, rows.map { _ in Float(1) })
      let seen = try trigger.decide(
        Observation(
          step: i, outcomes: [], newRows: 0, historyRows: 0, updates: 0, modelAge: 0, inputs: other,
          outputs: aspect == "outputs" ? matrix : other,
          embeddings: aspect == "embeddings" ? matrix : other))
      // p is .25, the level: it fires at the level itself.
      #expect(seen == (try plain.decide(step(i, rows))))
      #expect(seen.fires == (i == 2))
    }
  }

  /// Two tests of three rows against two, one before and one after an update; 5 ⌈log₂ 5⌉ a test, as told.
  @Test func testsAreCharged() throws {
    var trigger = try make(settings)
    #expect(trigger.flops == 0)
    for step in 0..<2 {
      _ = try trigger.decide(self.step(step, [1, 2, 3, 0.5, 0.5]))
      #expect(trigger.flops == 15 * (step + 1))
      trigger.updated(update)
    }
  }

  @Test func testsEverySoManySteps() throws {
    var trigger = try make(settings.overridden(by: ["every": .integer(3)]))
    let seen = try (0..<8).map { try trigger.decide(step($0, [1, 2, 3, 0.5, 0.5])).value != nil }
    #expect((0..<8).filter { seen[$0] } == [2, 5])
  }

  @Test(arguments: [
    ("reference", SettingValue.integer(1)), ("current", .integer(1)), ("level", .number(0.009)),
  ])
  func whatCouldNeverFireIsRefused(_ name: String, _ value: SettingValue) {
    let error = #expect(throws: SettingError.self) { try make([name: value]) }
    #expect(error?.name == name)
  }
}
