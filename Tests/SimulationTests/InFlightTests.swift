import Core
import Numerics
import Testing
import Training

@testable import Simulation

/// Updates that take time, wait, and are given up. Steps of 4 rows take 60 s; the recording strategy's u-th update
/// makes the model predict class u mod 3, and trains nothing, so that an update takes the start of its job only.
@Suite struct InFlightTests {
  private static func plan(_ rows: Int = 40, seconds: Double) -> Plan {
    var plan = Plan(.numbered(rows))
    plan.hardware = HardwareProfile(
      name: "", peak: 1e9, utilization: 1, startUp: seconds, watts: nil)
    return plan
  }

  /// The class that is predicted in each step.
  private static func predicted(_ log: RunLog) -> [Int] {
    log.steps.map { step in step.cells.first?.prediction ?? -1 }
  }

  private static func updates(_ events: [Event]) -> [Event] {
    events.filter { event in
      switch event {
      case .update, .updated: true
      default: false
      }
    }
  }

  /// ⌈L/τ⌉ steps after the step of the decision it is ready, and serves from the next.
  @Test(arguments: [(0.0, 2), (1, 3), (60, 3), (61, 4), (150, 5)])
  func servesWhenItsTrainingIsDone(_ seconds: Double, _ first: Int) throws {
    let (events, log) = try Self.plan(seconds: seconds).recorded(firingAt: [1])
    #expect(Self.predicted(log) == (0..<10).map { $0 < first ? 0 : 1 })
    #expect(log.steps.map(\.version) == Self.predicted(log))
    #expect(
      Self.updates(events) == [.update(step: 1, rows: Array(0..<8)), .updated(step: 1)])
    let version = log.registry.versions[1]
    #expect(version.ready == first - 1 && version.begun == 1 && version.rows == 8)
    #expect(version.servings == [.init(from: first, share: 1)])
    #expect(version.fate == .live && version.parent == 0)
    #expect(log.registry.versions[0].fate == .replaced)
    for step in 0..<10 {
      #expect(log.registry.serving(at: step).map(\.version) == [step < first ? 0 : 1])
    }
  }

  /// What arrives meanwhile is what the next update trains on.
  @Test func rowsThatArriveMeanwhileAreLeft() throws {
    let (events, log) = try Self.plan(seconds: 100).recorded(firingAt: [1, 4])
    #expect(
      Self.updates(events) == [
        .update(step: 1, rows: Array(0..<8)), .updated(step: 1),
        .update(step: 4, rows: Array(8..<20)), .updated(step: 4),
      ])
    #expect(Self.predicted(log) == [0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
  }

  @Test func aSecondUpdateIsHeldMeanwhile() throws {
    let (events, log) = try Self.plan(seconds: 100).recorded(firingAt: [1, 2, 3])
    #expect(Self.updates(events) == [.update(step: 1, rows: Array(0..<8)), .updated(step: 1)])
    #expect(
      log.decisions.map(\.action) == ["hold", "recorded"] + Array(repeating: "hold", count: 8))
    let held = log.decisions[2].decision
    #expect(held.heldBy == "in-flight" && !held.fires)
    #expect(held.guards.last?.value == 1 && held.guards.last?.limit == 2)
  }

  /// The first has run for 60 of 100 s when the second takes its place, with the rows of then.
  @Test func aSecondUpdateCanTakeItsPlace() throws {
    var plan = Self.plan(seconds: 100)
    plan.inFlight.policy = .restart
    let (events, log) = try plan.recorded(firingAt: [1, 2])
    #expect(
      Self.updates(events) == [
        .update(step: 1, rows: Array(0..<8)), .update(step: 2, rows: Array(0..<12)),
        .updated(step: 2),
      ])
    #expect(Self.predicted(log) == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    let versions = log.registry.versions
    #expect(versions.map(\.fate) == [.replaced, .cancelled, .live])
    #expect(versions[1].ended == 2 && versions[1].ready == nil && versions[1].servings.isEmpty)
    #expect(versions[2].parent == 0)
    #expect(log.ledger.filter { $0.quantity == "updates" && $0.component == .training }.count == 2)
  }

  /// A real training that takes 2 steps and is stopped after one has taken half its arithmetic.
  @Test func whatWasDoneIsPaidFor() throws {
    var plan = Plan(.learnable(40))
    plan.inFlight.policy = .restart
    let whole = try plan.log(Learner(), firingAt: [1])
    func flops(_ log: RunLog) -> Double {
      log.ledger.filter { $0.component == .training && $0.unit == .flop }
        .reduce(0) { $0 + $1.amount }
    }
    plan.hardware = HardwareProfile(
      name: "", peak: flops(whole) / 120, utilization: 1, startUp: 0, watts: nil)
    let log = try plan.log(Learner(), firingAt: [1, 2])
    #expect(flops(try plan.log(Learner(), firingAt: [1])) == flops(whole))
    let stopped = log.ledger.filter { $0.version == 1 && $0.unit == .flop && $0.basis == .modelled }
    let done = stopped.reduce(0) { $0 + $1.amount }
    #expect(abs(done - flops(whole) / 2) <= Double(stopped.count))
    #expect(log.registry.versions[1].flops == Int(done))
  }

  /// One that is under way when the stream ends never serves, and pays for the time that has passed.
  @Test func theEndOfTheStream() throws {
    let (_, log) = try Self.plan(seconds: 1000).recorded(firingAt: [8])
    #expect(Set(Self.predicted(log)) == [0])
    #expect(log.registry.versions.map(\.fate) == [.live, .underWay])
    #expect(log.registry.versions[1].ready == nil)
  }

  /// 90 s in the queue: it begins in the middle of step 3, with the rows of step 2.
  @Test func itWaitsForAMachine() throws {
    var plan = Self.plan(seconds: 60)
    plan.inFlight.queueSeconds = 90
    let (events, log) = try plan.recorded(firingAt: [1])
    #expect(
      Self.updates(events) == [.update(step: 2, rows: Array(0..<12)), .updated(step: 2)])
    #expect(log.decisions[1].action == "wait")
    // 90 + 60 s after the end of step 1: in step 4.
    #expect(Self.predicted(log) == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    let latency = log.registry.versions[1].latency
    #expect(latency.queue == 90 && latency.training == 60 && latency.rollout == 30)
    // Rows of steps 0 and 1 had waited for 60 and 0 s when the decision fell, later ones not at all.
    #expect(latency.label == 0 && latency.detection == 20)
    #expect(latency.total == 20 + 90 + 60 + 30)
  }

  @Test func labelsAreLateToo() throws {
    var plan = Self.plan(seconds: 0)
    plan.delay = 2
    let log = try plan.recorded(firingAt: [3]).log
    let latency = log.registry.versions[1].latency
    #expect(latency.label == 120 && latency.detection == 30 && latency.total == 150)
  }

  /// A person needs 3 minutes, and says no now and then.
  @Test(arguments: [0.0, 1])
  func itWaitsForAPerson(_ rejectRate: Double) throws {
    struct Reviewed: Trigger, Codable {
      var rejectRate: Double
      func decide(_ observation: Observation) -> Decision {
        Decision(
          fires: observation.step == 1, signal: "x",
          review: .init(minutes: 3, rejectRate: rejectRate))
      }
    }
    var plan = Plan(.numbered(40))
    let recorder = Recorder()
    plan.recipe.epochs = 0
    plan.add(RecordingStrategy(recorder: recorder))
    plan.add(Reviewed(rejectRate: rejectRate))
    let log = try plan.firstLog()
    let minutes = log.ledger.filter { $0.component == .review }
    #expect(minutes.map(\.amount) == [3] && minutes[0].unit == .minutes && minutes[0].step == 4)
    let isRefused = rejectRate == 1
    #expect(Self.predicted(log) == (0..<10).map { $0 < 5 || isRefused ? 0 : 1 })
    #expect(log.registry.versions.count == (isRefused ? 1 : 2))
    if !isRefused { #expect(log.registry.versions[1].latency.review == 180) }
  }

  /// Made ready at a warning in step 1, wanted in step 4, or given up.
  @Test func itIsPrepared() throws {
    struct Warned: Trigger, Codable {
      var wanted: Int
      func decide(_ observation: Observation) -> Decision {
        let preparation: Decision.Preparation? =
          observation.step == 1 ? .begin : observation.step == 6 ? .giveUp : nil
        return Decision(
          fires: observation.step == wanted, signal: "x", preparation: preparation)
      }
    }
    for (wanted, first) in [(2, 5), (4, 5), (8, 99)] {
      var plan = Self.plan(seconds: 150)
      let recorder = Recorder()
      plan.recipe.epochs = 0
      plan.add(RecordingStrategy(recorder: recorder))
      plan.add(Warned(wanted: wanted))
      let log = try plan.firstLog()
      #expect(Self.predicted(log) == (0..<10).map { $0 < first ? 0 : 1 }, "\(wanted)")
      #expect(log.registry.versions[1].begun == 1)
      #expect(log.registry.versions[1].fate == (first < 10 ? .live : .cancelled))
      #expect(log.decisions[1].action == "hold: prepares recorded")
      if first < 10 { #expect(log.decisions[wanted].action == "recorded") }
    }
  }

  /// Without a machine, and with one that takes no time, everything is the same.
  @Test func noTimeIsNoTime() throws {
    let instant = try Plan(.learnable(40)).log(Learner(), firingAt: [1, 4, 5])
    var plan = Plan(.learnable(40))
    plan.hardware = HardwareProfile(
      name: "", peak: .infinity, utilization: 1, startUp: 0, watts: nil)
    let timed = try plan.log(Learner(), firingAt: [1, 4, 5])
    #expect(instant.steps == timed.steps && instant.evaluations == timed.evaluations)
    #expect(instant.registry.versions.map(\.servings) == timed.registry.versions.map(\.servings))
    #expect(Set(instant.ledger) == Set(timed.ledger))
  }
}

/// Trains on the recent rows.
struct Learner: UpdateStrategy, Codable {
  func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe)
    }
    return "learner"
  }
}
