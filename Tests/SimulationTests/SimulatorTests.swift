import Core
import Testing
import Training

@testable import Simulation

/// The loop with fakes that write down what they see, and when.
@Suite struct SimulatorTests {
  @Test func theOrderOfAStep() throws {
    let (events, log) = try Plan(.numbered(12)).recorded(firingAt: [1])
    #expect(
      events == [
        .observe([-3, -2, -1]), .start([-3, -2, -1]),
        .next([0, 1, 2, 3]), .observe([0, 1, 2, 3]),
        .decide(step: 0, outcomes: 0..<4, newRows: 4, historyRows: 7, updates: 0, age: 0),
        .next([4, 5, 6, 7]), .observe([4, 5, 6, 7]),
        .decide(step: 1, outcomes: 4..<8, newRows: 8, historyRows: 11, updates: 0, age: 1),
        .update(step: 1, rows: Array(0..<8)), .updated(step: 1),
        .next([8, 9, 10, 11]), .observe([8, 9, 10, 11]),
        .decide(step: 2, outcomes: 8..<12, newRows: 4, historyRows: 15, updates: 1, age: 0),
      ])
    // Test, then train: the update of step 1 first serves in step 2. Class 0 before, class 1 after.
    #expect(log.steps.map(\.version) == [0, 0, 1])
    #expect(log.steps.map { Set($0.cells.map(\.prediction)) } == [[0], [0], [1]])
    // Rows 0…11 go round three classes: 0 at 0, 3 | 6 | and 1 at 10.
    #expect(log.steps.map(\.correct) == [2, 1, 1])
    #expect(log.decisions.map(\.action) == ["hold", "recorded", "hold"])
    #expect(log.decisions.map(\.newRows) == [4, 8, 4])
    #expect(log.outcome == .completed)
  }

  @Test func examinationComesAfterTheUpdate() throws {
    var plan = Plan(.numbered(16))
    (plan.every, plan.holdout) = (2, 4)
    let log = try plan.recorded(firingAt: [1]).log
    // Held-out rows 1 000 000 … 3 have the labels 1, 2, 0, 1. Class 1 is predicted from the update on.
    #expect(log.evaluations.map(\.step) == [1, 3])
    #expect(log.evaluations.map(\.segment) == [nil, 0])
    #expect(log.evaluations.map(\.accuracies) == [[0.5], [0.5]])
    let before = try plan.recorded().log
    #expect(before.evaluations.map(\.accuracies) == [[0.25], [0.25]])
  }

  @Test func labelsArriveAfterTheirDelay() throws {
    var plan = Plan(.numbered(20))
    plan.delay = 2
    let (events, log) = try plan.recorded(firingAt: [0, 1, 3])
    let decisions = events.filter { if case .decide = $0 { true } else { false } }
    #expect(
      decisions == [
        // Nothing is known for two steps; an update without rows is held.
        .decide(step: 0, outcomes: 0..<0, newRows: 0, historyRows: 3, updates: 0, age: 0),
        .decide(step: 1, outcomes: 0..<0, newRows: 0, historyRows: 3, updates: 0, age: 1),
        .decide(step: 2, outcomes: 0..<4, newRows: 4, historyRows: 7, updates: 0, age: 2),
        .decide(step: 3, outcomes: 4..<8, newRows: 8, historyRows: 11, updates: 0, age: 3),
        .decide(step: 4, outcomes: 8..<12, newRows: 4, historyRows: 15, updates: 1, age: 0),
      ])
    #expect(events.contains(.update(step: 3, rows: Array(0..<8))))
    #expect(events.filter { if case .observe = $0 { true } else { false } }.count == 4)
    #expect(log.decisions.map(\.action) == ["hold", "hold", "hold", "recorded", "hold"])
    #expect(log.decisions.map(\.decision.fires) == [true, true, false, true, false])
    #expect(log.steps.allSatisfy { $0.rows == 4 }, "the score does not wait")
    #expect(log.decisions.map(\.known.labelsThrough) == [nil, nil, 0, 1, 2])
    #expect(log.decisions.map(\.known.modelAge) == [0, 1, 2, 3, 0])
    #expect(log.decisions.map(\.known.version) == [0, 0, 0, 0, 1])
    #expect(Set(log.decisions.compactMap(\.inputs)).count == 5)
  }

  /// An outcome holds the prediction that was served, not what the model would say when its label
  /// arrives.
  @Test func outcomesAreOfTheVersionThatServed() throws {
    struct Predictions: Trigger, Codable {
      var old: [Float] = []
      mutating func decide(_ observation: Observation) -> Decision {
        old = observation.outcomes.map(\.prediction)
        let spread = Set(old)
        return Decision(
          fires: observation.step == 1, signal: "predictions",
          value: spread.count == 1 ? Double(old[0]) : nil)
      }
    }
    var plan = Plan(.numbered(24))
    plan.delay = 1
    plan.recipe.epochs = 0
    plan.add(RecordingStrategy(recorder: Recorder()))
    plan.add(Predictions())
    // Updated after step 1: steps 0 and 1 predicted class 0, and their labels arrive at 1 and 2.
    #expect(try plan.firstLog().decisions.map(\.decision.value) == [nil, 0, 0, 1, 1, 1])
  }

  @Test func heldOutRowsAreScoredAndNeverTrainedOn() throws {
    var plan = Plan(.numbered(10))
    plan.stream.heldOut = [1, 4, 5, 6, 7]
    let (events, log) = try plan.recorded(firingAt: [0, 1, 2])
    #expect(events.contains(.observe([0, 2, 3])))
    #expect(events.contains(.update(step: 0, rows: [0, 2, 3])))
    // All of step 1 is held out: there is nothing to train on.
    #expect(log.decisions.map(\.action) == ["recorded", "hold", "recorded"])
    #expect(events.contains(.update(step: 2, rows: [8, 9])))
    #expect(log.steps.map(\.rows) == [4, 4, 2])
    #expect(
      events.contains(
        .decide(step: 1, outcomes: 4..<8, newRows: 0, historyRows: 6, updates: 1, age: 0)))
  }

  @Test func strategiesThatActAsLabelsArrive() throws {
    var plan = Plan(.numbered(16))
    plan.delay = 1
    plan.stream.heldOut = [4, 5, 6, 7]
    let (events, log) = try plan.recorded(.onLabels)
    let updates = events.filter { if case .update = $0 { true } else { false } }
    #expect(
      updates == [.update(step: 1, rows: [0, 1, 2, 3]), .update(step: 3, rows: [8, 9, 10, 11])])
    #expect(log.decisions.isEmpty && log.steps.allSatisfy { $0.version == 0 })
    // It serves at once: class 1 from step 2 on.
    #expect(log.steps.map { Set($0.cells.map(\.prediction)) } == [[0], [0], [1], [1]])
  }

  /// A strategy sees every step between its labels and the trigger, whether or not there is an update.
  @Test func strategiesWatchEveryStep() throws {
    var plan = Plan(.numbered(12))
    let recorder = Recorder()
    plan.add(RecordingStrategy(recorder: recorder, watches: true))
    plan.add(AtSteps([1], recorder))
    _ = try plan.firstLog()
    let order = recorder.events.compactMap { event -> String? in
      switch event {
      case .observe: "observe"
      case .watch(let step): "watch \(step)"
      case .decide: "decide"
      case .update: "update"
      default: nil
      }
    }
    #expect(
      order == [
        "observe", "observe", "watch 0", "decide", "observe", "watch 1", "decide", "update",
        "observe", "watch 2", "decide",
      ])
  }

  @Test func strategiesThatNeverAct() throws {
    let (events, log) = try Plan(.numbered(16)).recorded(.never)
    #expect(log.decisions.isEmpty && log.steps.count == 4)
    #expect(!events.contains { if case .update = $0 { true } else { false } })
  }

  @Test func theLastBatchMayBeSmaller() throws {
    let (events, log) = try Plan(.numbered(10)).recorded(firingAt: [2])
    #expect(log.steps.map(\.rows) == [4, 4, 2])
    #expect(events.contains(.update(step: 2, rows: Array(0..<10))))
    #expect(log.evaluations.map(\.step) == [2] && log.evaluations[0].segment == 0)
  }

  @Test func aStreamWithoutRows() throws {
    let (events, log) = try Plan(.numbered(0)).recorded(firingAt: [0])
    #expect(events == [.observe([-3, -2, -1]), .start([-3, -2, -1])])
    #expect(log.outcome == .completed && log.steps.isEmpty && log.decisions.isEmpty)
    #expect(log.untrainedAccuracy.count == 1)
  }

  @Test func noWarmUp() throws {
    var plan = Plan(.numbered(8))
    (plan.warmUp, plan.scaling) = (0, .standard)
    let (events, log) = try plan.recorded(firingAt: [0])
    #expect(events[0] == .observe([]) && events[1] == .start([]))
    #expect(log.outcome == .completed && log.decisions[0].action == "recorded")
  }
}
