import Core
import Numerics
import Testing
import Training

@testable import Strategies

/// Heads over a shared body, against what they must equal and against the joint loss itself.
@Suite struct MultiTaskTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let recipe = Recipe(
    optimizer: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
    learningRate: 0.01, batch: 4, epochs: 2, carriesOptimizerState: true)

  func networks(_ strategy: any UpdateStrategy) throws -> [Network<Float>] {
    var deployment = Deployment(strategy, recipe: Self.recipe)
    try deployment.warmUp(Equivalence.warmUp)
    var networks: [Network<Float>] = []
    for (step, rows) in Equivalence.updates.enumerated() {
      try deployment.update(rows, step: step)
      networks.append(deployment.network)
    }
    return networks
  }

  @Test func oneHeadIsARetrain() throws {
    #expect(try networks(MultiTask(heads: 1)) == networks(WarmRetrain()))
    #expect(try networks(MultiTask(heads: 1, isFresh: true)) == networks(FullRetrain()))
    let one = MultiTask(heads: 9, segment: Silent())
    #expect(try networks(one) == networks(WarmRetrain()))
    #expect(try networks(MultiTask(heads: 2)) != networks(WarmRetrain()))
    #expect(try networks(MultiTask(heads: 2, isFresh: true)) != networks(FullRetrain()))
  }

  /// Rows that say which of two tasks they belong to: classes 0, and 1 and 2.
  static func declared(_ count: Int, seed: UInt64) -> Examples {
    let rows = Examples.drawn(count, seed: seed)
    return Examples(
      features: rows.features, labels: rows.labels,
      tasks: rows.labels.map { $0 == 0 ? 0 : 1 })
  }

  func trained(_ strategy: any UpdateStrategy) throws -> Network<Float> {
    var deployment = Deployment(strategy, recipe: Self.recipe)
    deployment.model.withNetwork { $0.heads = [0..<1, 1..<3] }
    try deployment.warmUp(Self.declared(9, seed: 3))
    for step in 0..<2 { try deployment.update(Self.declared(8, seed: UInt64(step)), step: step) }
    return deployment.network
  }

  @Test func declaredTasksAreTheNetworksHeads() throws {
    let byRows = try trained(MultiTask(heads: 4, weighsTasks: false))
    #expect(try byRows == trained(WarmRetrain()))
    #expect(try byRows != trained(MultiTask(heads: 4)))
    // Weighed by tasks: the same fits with weights worked out by hand.
    var plain = Deployment(WarmRetrain(), recipe: Self.recipe)
    plain.model.withNetwork { $0.heads = [0..<1, 1..<3] }
    try plain.warmUp(Self.declared(9, seed: 3))
    var (network, rows) = (plain.network, Self.declared(9, seed: 3))
    for step in 0..<2 {
      rows.append(Self.declared(8, seed: UInt64(step)))
      let first = rows.tasks.count { $0 == 0 }
      var objective = Objective<Float>()
      objective.weights = rows.tasks.map {
        Float(rows.count) / Float(2 * ($0 == 0 ? first : rows.count - first))
      }
      plain.trainer.random = RandomStream(seed: 1).child("trainer", step)
      try plain.trainer.fit(&network, on: rows, recipe: Self.recipe, objective: objective)
    }
    #expect(try network == trained(MultiTask(heads: 4)))
  }

  /// Mean over segments of the mean cross-entropy of a 4-5-(3 · heads) ReLU network, in double precision.
  func jointLoss(_ p: [Double], _ rows: Examples, _ heads: Int) -> Double {
    let k = 3 * heads
    let (w2, b1) = (20, 20 + 5 * k)
    var sums = [Double](repeating: 0, count: heads)
    for i in 0..<rows.count {
      let hidden = (0..<5).map { h in
        max(0, (0..<4).reduce(p[b1 + h]) { $0 + Double(rows.features[i, $1]) * p[$1 * 5 + h] })
      }
      let first = 3 * rows.tasks[i]
      let z = (first..<first + 3).map { j in
        (0..<5).reduce(p[b1 + 5 + j]) { $0 + hidden[$1] * p[w2 + $1 * k + j] }
      }
      let normalizer = z.reduce(0) { $0 + Double.exp($1) }
      sums[rows.tasks[i]] += Double.log(normalizer) - z[Int(rows.labels[i])]
    }
    return sums.indices.reduce(0) { sum, t in
      sum + sums[t] / Double(heads * rows.tasks.count { $0 == t })
    }
  }

  /// One step on all rows of three segments: body and heads move by their gradients of the joint loss.
  @Test func aStepFollowsTheJointGradient() throws {
    var all = Equivalence.warmUp
    var deployment = Deployment(
      MultiTask(heads: 3), recipe: Recipe(learningRate: 0.1, batch: 100))
    try deployment.warmUp(all)
    var tasks = Array(repeating: 0, count: 12)
    for step in 0..<2 {
      let rows = Equivalence.updates[step]
      all.append(rows)
      tasks += Array(repeating: step + 1, count: rows.count)
      let before = deployment.network
      let labelled = Examples(features: all.features, labels: all.labels, tasks: tasks)
      let copy = try #require(deployment.strategy as? MultiTask)
      let start = copy.shared(beside: before, segments: Array(0...step + 1))
      try deployment.update(rows, step: step)
      let after = try #require(
        (deployment.strategy as? MultiTask)?.shared(
          beside: deployment.network, segments: Array(0...step + 1)))
      #expect(after.alone(step + 1) == deployment.network)
      let p = start.network.parameters.map(Double.init)
      for i in p.indices {
        var (up, down) = (p, p)
        (up[i], down[i]) = (p[i] + 1e-6, p[i] - 1e-6)
        let gradient =
          (jointLoss(up, labelled, step + 2) - jointLoss(down, labelled, step + 2)) / 2e-6
        let moved = Double(after.network.parameters[i]) - p[i]
        #expect(abs(moved + 0.1 * gradient) < 1e-5, "parameter \(i)")
      }
    }
  }

  /// A body with heads of its own gives each of them back.
  @Test func headsKeepTheirPlaces() {
    var random = RandomStream(seed: 5)
    let networks = (0..<3).map { _ in Network<Float>(Deployment.architecture, using: &random) }
    let shared = SharedBody(networks[1], networks.map(SharedBody.Head.init(of:)))
    #expect(shared.count == 3 && shared.alone(1) == networks[1])
    for place in 0..<3 {
      #expect(shared.head(place).weights == SharedBody.Head(of: networks[place]).weights)
      #expect(shared.head(place).biases == SharedBody.Head(of: networks[place]).biases)
      #expect(shared.network.heads[place] == place * 3..<place * 3 + 3)
    }
  }

  /// Four segments with room for two heads: rows of the first three share one.
  @Test func olderSegmentsShareAHead() throws {
    var deployment = Deployment(MultiTask(heads: 2), recipe: Recipe(learningRate: 0.1, batch: 4))
    try deployment.warmUp(Equivalence.warmUp)
    for step in 0..<3 { try deployment.update(Equivalence.updates[step], step: step) }
    #expect(deployment.strategy.stateBytes == 30 * Candidate.row + 18 * 4)
    #expect(deployment.network.architecture == Deployment.architecture)
    #expect(deployment.predictions(Equivalence.warmUp).flops == 70)
  }
}

/// Never fires.
private struct Silent: Trigger, Codable {
  mutating func decide(_ observation: Observation) -> Decision {
    Decision(fires: false, signal: "silent")
  }
}
