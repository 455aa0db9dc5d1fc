import Core
import Numerics
import Strategies
import Testing
import Training

@testable import Simulation

/// Runs over streams whose rows say which task they belong to.
@Suite struct TaskRunTests {
  static var plan: Plan {
    var plan = Plan(.tasks(160, change: 80))
    (plan.batch, plan.warmUp, plan.hidden) = (8, 24, [6])
    (plan.every, plan.holdout) = (5, 100)
    plan.recipe = Recipe(learningRate: 0.3, batch: 8, epochs: 5)
    return plan
  }

  static let strategies: [any UpdateStrategy] =
    SimulatorRunTests.strategies.filter { !($0 is NoChangeKnown) }

  /// No row is ever given a class of another task, before or after that task has been seen.
  @Test(arguments: strategies.indices) func predictionsStayInTheirTask(_ index: Int) throws {
    let log = try Self.plan.log(Self.strategies[index], firingAt: [2, 5, 9, 12, 15])
    #expect(log.outcome == .completed && log.steps.count == 20)
    for cell in log.steps.flatMap(\.cells) {
      #expect(cell.label / 2 == cell.prediction / 2)
      #expect(cell.label / 2 == cell.concept)
    }
  }

  /// Held-out rows carry their tasks: with two classes each, an untrained network is right half the time.
  @Test func examinedWithTheirTasks() throws {
    let log = try Self.plan.log(Incremental(), firingAt: Set(0..<20))
    for accuracy in log.untrainedAccuracy { #expect(abs(accuracy - 0.5) < 0.2) }
    let last = try #require(log.evaluations.last)
    // Trained on the second task last; without heads nothing would be left of the first.
    #expect(last.accuracies[1] > 0.9 && last.accuracies[0] > 0.5)
    var headless = Self.plan
    headless.stream.schema = Schema(features: ["x0", "x1"], classes: ["a", "b", "c", "d"])
    headless.stream.task = nil
    let forgetful = try headless.log(Incremental(), firingAt: Set(0..<20))
    #expect(try #require(forgetful.evaluations.last).accuracies[0] < 0.1)
  }

  /// The examination against the same network scored by hand.
  @Test func examinationByHand() throws {
    let plan = Self.plan
    let log = try plan.log(Frozen())
    var stream = plan.stream
    var random = RandomStream(seed: 1).child("model", -1)
    let architecture = Architecture(widths: [2, 6, 4])
    var network = Network<Float>(architecture, using: &random)
    network.heads = [0..<2, 2..<4]
    var trainer = Trainer<Float>(
      architecture, random: RandomStream(seed: 1).child("trainer", -1))
    try trainer.fit(&network, on: stream.warmUp(count: 24), recipe: plan.recipe)
    let workspace = Workspace<Float>(architecture, capacity: 100)
    var logits = Matrix<Float>(columns: 4)
    var accuracies: [Double] = []
    for concept in 0..<2 {
      let rows = stream.holdout(concept, count: 100, using: &random)
      _ = workspace.predict(network, rows.features, into: &logits, asLogits: true)
      let correct = (0..<100).count { i in
        let (a, b) = (2 * concept, 2 * concept + 1)
        return Int(rows.labels[i]) == (logits[i, b] > logits[i, a] ? b : a)
      }
      accuracies.append(Double(correct) / 100)
    }
    #expect(log.evaluations.allSatisfy { $0.accuracies == accuracies })
    #expect(accuracies[0] > 0.8)
  }

  /// The most probable class is one of the task's, however large the logits of others.
  @Test func theBestOfTheHead() {
    let architecture = Architecture(widths: [1, 5])
    var network = Network<Float>(
      architecture, parameters: [0, 0, 0, 0, 0, 200, 199, -50, 0, -300])
    network.heads = [0..<2, 2..<5]
    var predictions = Predictions(architecture)
    var meter = Usage()
    let rows = Matrix<Float>(rows: 3, columns: 1, [1, 2, 3])
    network.predict(rows, tasks: [1, 0, 1], into: &predictions, meter: &meter)
    #expect(predictions.labels == [3, 0, 3] && meter.serving == 3 * 2 * 5)
    #expect(predictions.loss(0, label: 3) < 1e-6 && predictions.loss(0, label: 0) == 100)
    network.heads = []
    network.predict(rows, tasks: [], into: &predictions, meter: &meter)
    #expect(predictions.labels == [0, 0, 0])
  }
}
