import Core
import Numerics
import Strategies
import Training

/// W1 of the peers' table: ten permuted tasks, an MLP 784-256-256-10, four strategies; after each task all
/// ten test sets are evaluated.
struct PermutedTasks {
  static let tasks = 10
  private let training: [Examples]
  private let tests: [Examples]

  /// A Gaussian mixture, 10 000 training and 2 000 test rows, the same in every task but for a fixed
  /// permutation of the features; task 0 has the identity.
  init() {
    var random = RandomStream(seed: 1)
    let means = (0..<10).map { _ in (0..<784).map { _ in random.normal() * 0.32 } }
    func draw(_ count: Int) -> Examples {
      var rows = Examples(width: 784)
      for _ in 0..<count {
        let label = random.integer(below: 10)
        rows.append(row: means[label].map { Float($0 + random.normal()) }, label: Float(label))
      }
      return rows
    }
    let (train, test) = (draw(10_000), draw(2_000))
    var orders = [Array(0..<784)]
    for task in 1..<PermutedTasks.tasks {
      var order = Array(0..<784)
      var shuffler = random.child("permutation", task)
      shuffler.shuffle(&order)
      orders.append(order)
    }
    training = orders.map { PermutedTasks.permute(train, $0) }
    tests = orders.map { PermutedTasks.permute(test, $0) }
  }

  private static func permute(_ rows: Examples, _ order: [Int]) -> Examples {
    var result = Examples(width: order.count)
    for i in 0..<rows.count {
      let start = i * order.count
      let row = rows.features.row(i)
      result.append(row: order.map { row[start + $0] }, label: rows.labels[i])
    }
    return result
  }

  /// Times every strategy, in turn within each round.
  func measure(runs: Int) throws -> [Measurement] {
    let names = ["naive", "ewc", "replay", "cumulative"]
    var seconds = names.map { _ in [Double]() }
    var training = seconds
    var outcomes = names.map { _ in Outcome() }
    for _ in 0..<runs {
      for (i, name) in names.enumerated() {
        seconds[i].append(try time { outcomes[i] = try run(name) })
        training[i].append(outcomes[i].trainingSeconds)
      }
    }
    return names.indices.flatMap { i in
      let quality =
        " (accuracy \(percent(outcomes[i].accuracy)) forgetting \(percent(outcomes[i].forgetting)))"
      return [
        Measurement(
          workload: "W1", name: names[i] + quality, seconds: seconds[i], amount: 1, unit: "run",
          flops: Double(outcomes[i].usage.trainingFlops + outcomes[i].usage.serving)),
        Measurement(
          workload: "W1 training", name: names[i], seconds: training[i], amount: 1, unit: "run",
          flops: Double(outcomes[i].usage.trainingFlops)),
      ]
    }
  }

  private func percent(_ x: Double) -> String { "\((x * 1000).rounded() / 10)%" }

  private struct Outcome {
    var accuracy = 0.0
    var forgetting = 0.0
    var trainingSeconds = 0.0
    var usage = Usage()
  }

  /// One pass over all tasks.
  private func run(_ name: String) throws -> Outcome {
    let root = RandomStream(seed: 7)
    let architecture = Architecture(widths: [784, 256, 256, 10])
    let recipe = Recipe(learningRate: 0.05, batch: 64, epochs: 1)
    var initialization = root.child("model")
    var model: any Model = Network<Float>(architecture, using: &initialization)
    var trainer = Trainer<Float>(architecture, random: root.child("trainer"))
    var predictions = Predictions(architecture)
    var random = root.child("strategy")
    var strategy: any UpdateStrategy =
      switch name {
      case "ewc": EWC(lambda: 0.8, sums: true)
      case "replay": Replay(capacity: 500, ratio: 1)
      default: Incremental()
      }
    var seen = Examples(width: 784)
    var outcome = Outcome()
    var matrix: [[Double]] = []
    for task in training {
      if name == "cumulative" { seen.append(task) }
      let context = UpdateContext(
        step: matrix.count, recent: name == "cumulative" ? seen : task, observation: nil,
        recipe: recipe, architecture: architecture, scaling: nil, initialization: initialization)
      outcome.trainingSeconds += try time {
        _ = try strategy.update(&model, context, with: &trainer, using: &random)
      }
      matrix.append(tests.map { accuracy(of: model, on: $0, &predictions, &outcome.usage) })
    }
    outcome.usage = outcome.usage + trainer.usage
    let last = matrix[matrix.count - 1]
    outcome.accuracy = last.reduce(0, +) / Double(last.count)
    let losses = (0..<last.count - 1).map { j in
      (matrix[..<(matrix.count - 1)].map { $0[j] }.max() ?? 0) - last[j]
    }
    outcome.forgetting = losses.reduce(0, +) / Double(losses.count)
    return outcome
  }

  private func accuracy(
    of model: any Model, on rows: Examples, _ predictions: inout Predictions, _ meter: inout Usage
  ) -> Double {
    model.predict(rows.features, tasks: [], into: &predictions, meter: &meter)
    let correct = (0..<rows.count).count { predictions.labels[$0] == rows.labels[$0] }
    return Double(correct) / Double(rows.count)
  }
}
