import Core
import Numerics
import Testing
import Training

@testable import Strategies

@Suite struct FederatedTests {
  static let warmUp = Examples.drawn(12, seed: 1)
  static let rows = Examples.drawn(40, seed: 2, shift: 1)

  /// The deployment after updates on the same rows.
  func deployed(
    _ strategy: any UpdateStrategy, _ rows: Examples = rows, updates: Int = 1,
    recipe: Recipe = Recipe(learningRate: 0.1, batch: 8)
  ) throws -> (network: Network<Float>, usage: Usage) {
    var deployment = Deployment(strategy, recipe: recipe)
    try deployment.warmUp(Self.warmUp)
    var usage = Usage()
    for step in 0..<updates { usage = usage + (try deployment.update(rows, step: step)) }
    return (deployment.network, usage)
  }

  @Test(arguments: [1, 3]) func oneClientIsCentralTraining(_ epochs: Int) throws {
    let federated = Federated(clients: 1, rounds: 1, localEpochs: epochs)
    let recipe = Recipe(learningRate: 0.1, batch: 8, epochs: epochs)
    #expect(
      try deployed(federated, updates: 3, recipe: recipe).network
        == deployed(Incremental(), updates: 3, recipe: recipe).network)
  }

  /// One full local step a round, weighed by rows, is central descent on all rows.
  @Test(arguments: [nil, 0.3] as [Double?]) func everyLocalStep(_ skew: Double?) throws {
    let recipe = Recipe(learningRate: 0.1, batch: 1000, epochs: 6)
    let central = try deployed(Incremental(), recipe: recipe).network
    let federated = try deployed(
      Federated(clients: 5, skew: skew, rounds: 6), recipe: recipe
    ).network
    #expect(distance(federated, central) < 1e-6)
    #expect(federated != central)
    // Averages that ignore how many rows a client has are somewhere else.
    #expect(distance(try deployed(Frozen()).network, central) > 0.01)
  }

  @Test func theStreamsOwnClients() throws {
    let owners = (0..<40).map { $0 % 4 == 0 ? 7 : 2 }
    let owned = Examples(
      features: Self.rows.features, labels: Self.rows.labels, clients: owners)
    let result = try deployed(
      Federated(clients: 3, rounds: 1, localEpochs: 4), owned,
      recipe: Recipe(learningRate: 0.1, batch: 100))
    let start = try deployed(Frozen(), recipe: Recipe(learningRate: 0.1, batch: 100)).network
    var average = [Double](repeating: 0, count: 43)
    for owner in [2, 7] {
      let part = Self.rows.gather(owners.indices.filter { owners[$0] == owner })
      var local = start
      var trainer = Trainer<Float>(Deployment.architecture, random: RandomStream(seed: 1))
      try trainer.fit(
        &local, on: part, recipe: Recipe(learningRate: 0.1, batch: 100, epochs: 4), order: .given)
      for i in average.indices {
        average[i] += Double(part.count) / 40 * Double(local.parameters[i])
      }
    }
    for (ours, expected) in zip(result.network.parameters, average) {
      #expect(abs(Double(ours) - expected) < 1e-6)
    }
    #expect(result.usage.bytesSent == 2 * 4 * 43 * 2)
  }

  /// 2 · 4 p bytes a participant and round; every row once a local epoch; 4 p FLOP a step for μ.
  @Test func costs() throws {
    let rows = Examples(
      features: Self.rows.features, labels: Self.rows.labels, clients: (0..<40).map { $0 % 10 })
    let recipe = Recipe(learningRate: 0.1, batch: 2)
    let all = try deployed(
      Federated(clients: 10, rounds: 3, localEpochs: 2, mu: 0.1), rows, recipe: recipe
    ).usage
    #expect(all.bytesSent == 2 * 4 * 43 * 10 * 3)
    #expect(all.rowsTrained == 40 * 2 * 3 && all.steps == 10 * 2 * 2 * 3)
    #expect(all.penalty == 4 * 43 * all.steps)
    #expect(all.optimizer == 2 * 43 * all.steps + 2 * 43 * 30)
    #expect(all.forward == 70 * all.rowsTrained && all.backward == 100 * all.rowsTrained)
    let some = try deployed(
      Federated(clients: 10, rounds: 3, localEpochs: 2, participation: 0.3), rows, recipe: recipe
    ).usage
    #expect(some.bytesSent == 2 * 4 * 43 * 3 * 3 && some.rowsTrained == 12 * 2 * 3)
    #expect(some.penalty == 0)
    // Each of ten stragglers does one to three of its four steps.
    let late = try deployed(
      Federated(clients: 10, rounds: 3, localEpochs: 2, stragglers: 1), rows, recipe: recipe
    ).usage
    #expect(late.bytesSent == all.bytesSent)
    #expect(late.steps >= 30 && late.steps <= 90 && late.rowsTrained == 2 * late.steps)
  }

  /// μ = 0 is FedAvg; the larger μ, the nearer the clients stay to the server.
  @Test func proximalTerm() throws {
    let start = try deployed(Frozen()).network
    let moved = try [0, 1, 8].map { mu in
      distance(
        try deployed(
          Federated(clients: 4, rounds: 1, localEpochs: 30, mu: mu),
          recipe: Recipe(learningRate: 0.1, batch: 100)
        ).network, start)
    }
    #expect(moved[0] > moved[1] && moved[1] > moved[2] && moved[2] > 0)
  }

  /// Without a pull, a quadratic's client lands on its own optimum; with one, on (H + μ)⁻¹(H w_k + μ w).
  @Test func proximalOptimum() throws {
    let architecture = Architecture(widths: [1, 1], head: .regression)
    var model: any Model = Network<Float>(architecture, parameters: [0.5, 0])
    var rows = Examples(width: 1)
    // Mean-free inputs: the bias stays 0; ℓ = mean (w x − 2 x)², H = 2 mean x² = 2.
    for x in [1, -1] as [Float] { rows.append(row: [x], label: 2 * x) }
    let context = UpdateContext(
      step: 0, recent: rows, observation: nil, recipe: Recipe(learningRate: 0.05, batch: 100),
      architecture: architecture, scaling: nil, initialization: RandomStream(seed: 1))
    var trainer = Trainer<Float>(architecture, random: RandomStream(seed: 1))
    var random = RandomStream(seed: 1)
    var strategy = Federated(clients: 1, rounds: 1, localEpochs: 400, mu: 3)
    _ = try strategy.update(&model, context, with: &trainer, using: &random)
    let w = model.withNetwork { $0.parameters[0] }
    #expect(abs(w - (2 * 2 + 3 * 0.5) / 5) < 1e-5)
  }

  /// A small α gives a class to few clients; every row goes to one of them.
  @Test func skewedDeal() {
    let rows = Examples.drawn(300, seed: 3)
    func largest(_ skew: Double?) -> Double {
      var random = RandomStream(seed: 4)
      let deal = ClientDeal(
        clients: 6, skew: skew, hasClasses: true, shares: RandomStream(seed: 5))
      let parts = deal.parts(of: rows, using: &random)
      #expect(parts.reduce(0) { $0 + $1.count } == 300)
      let ofClass0 = parts.map { $0.labels.count { $0 == 0 } }
      return Double(ofClass0.max() ?? 0) / Double(ofClass0.reduce(0, +))
    }
    #expect(largest(0.05) > 0.7 && largest(1e-9) == 1 && largest(nil) < 0.4)
    #expect(largest(1000) < 0.4)
  }
}
