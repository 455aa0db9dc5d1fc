import Numerics
import Testing

@testable import Training

@Suite struct LowRankAdapterTests {
  /// Every non-empty choice of three layers: all, only the first, only the last, with gaps.
  static let layerSets: [[Int]] = (1..<8).map { bits in
    (0..<3).filter { bits >> $0 & 1 == 1 }
  }

  func adapter(_ problem: inout Problem, _ layers: [Int], rank: Int = 2) -> LowRankAdapter<Double> {
    var random = RandomStream(seed: 11)
    var adapter = LowRankAdapter<Double>(
      problem.architecture, layers: layers, rank: rank, alpha: 3, using: &random)
    adapter.parameters = problem.drawn(adapter.parameters.count, scale: 0.5)
    return adapter
  }

  @Test(arguments: layerSets, Activation.allCases)
  func gradients(_ layers: [Int], _ activation: Activation) throws {
    var problem = Problem([4, 5, 4, 3], activation)
    let adapter = adapter(&problem, layers)
    var objective = Objective<Double>()
    objective.rehearsal = Rehearsal(problem.memory(rows: 4), ratio: 0.5)
    objective.distillation = Distillation(
      weight: 0.5, distance: .softened(temperature: 2), teacher: problem.teacher)
    var (trained, base) = (adapter, problem.network)
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    let losses = try trainer.fit(
      &trained, on: base, features: problem.features, labels: problem.labels,
      recipe: .oneStep(6), objective: objective, order: .given)
    #expect(base == problem.network, "the base stays as it is")

    let reference = ReferenceObjective(architecture: problem.architecture)
    let value = { (factors: [Double]) -> Double in
      let theta = reference.merged(base.parameters, adapter, factors)
      return reference.value(theta, problem, objective)
    }
    #expect(abs(losses[0] - value(adapter.parameters)) < 1e-12)
    let gradient = zip(adapter.parameters, trained.parameters).map { $0 - $1 }
    #expect(disagreement(gradient, numericalGradient(at: adapter.parameters, value)) < 1e-7)

    let merged = reference.merged(base.parameters, adapter, adapter.parameters)
    _ = adapter.merge(into: &base)
    #expect(disagreement(base.parameters, merged) < 1e-14)
    let biases = problem.architecture.weightCount..<problem.architecture.parameterCount
    #expect(base.parameters[biases] == problem.network.parameters[biases])
  }

  @Test func mergedAndUnmergedServeTheSame() throws {
    var problem = Problem([4, 5, 4, 3], rows: 9)
    let adapter = adapter(&problem, [0, 1, 2])
    var merged = problem.network
    _ = adapter.merge(into: &merged)
    // The loss of a step is that of the parameters before it: the same with the adapter beside the network
    // and within it, row by row.
    for i in 0..<9 {
      let x = problem.features.gather([i])
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
      var (beside, within) = (adapter, merged)
      let label = [problem.labels[i]]
      let a = try trainer.fit(
        &beside, on: problem.network, features: x, labels: label, recipe: .oneStep(1))
      let b = try trainer.fit(&within, features: x, labels: label, recipe: .oneStep(1))
      #expect(abs(a[0] - b[0]) < 1e-13)
    }
  }

  @Test func startsByChangingNothing() {
    let problem = Problem([4, 5, 3])
    var random = RandomStream(seed: 2)
    let adapter = LowRankAdapter<Double>(problem.architecture, rank: 3, alpha: 6, using: &random)
    var merged = problem.network
    // 2 r d_l d_{l+1} a layer: 2·3·20 + 2·3·15.
    #expect(adapter.merge(into: &merged) == 210)
    #expect(merged == problem.network)
    #expect(adapter.layers == [0, 1] && adapter.scale == 2)
    // A [4, 3], B [3, 5], A [5, 3], B [3, 3].
    #expect(adapter.a(0) == 0..<12 && adapter.b(0) == 12..<27)
    #expect(adapter.a(1) == 27..<42 && adapter.b(1) == 42..<51)
    #expect(adapter.parameters.count == 51)
    for index in 0..<2 {
      #expect(adapter.parameters[adapter.b(index)].allSatisfy { $0 == 0 })
      #expect(adapter.parameters[adapter.a(index)].allSatisfy { $0 != 0 })
    }
  }

  @Test func drawsWithVarianceOneOverRank() {
    var random = RandomStream(seed: 5)
    let wide = Architecture(widths: [500, 2])
    let adapter = LowRankAdapter<Double>(wide, rank: 4, alpha: 4, using: &random)
    let a = adapter.parameters[adapter.a(0)]
    let n = Double(a.count)
    let mean = a.reduce(0, +) / n
    let variance = a.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    // Standard errors σ/√n and σ²√(2/n), with σ² = 1/4 and n = 2000.
    #expect(abs(mean) < 4 * (0.25 / n).squareRoot())
    #expect(abs(variance - 0.25) < 4 * 0.25 * (2 / n).squareRoot())
  }

  /// At full rank the adapters reach any linear map: with the bias at its optimum they reach the
  /// least-squares solution of ``Regression``, whatever the base was.
  @Test func fullRankReachesTheFineTuningOptimum() throws {
    let problem = Regression()
    var network = problem.network
    network.parameters = [0.5, -0.5, 0.25, problem.solution[3]]
    var random = RandomStream(seed: 4)
    var adapter = LowRankAdapter<Double>(
      network.architecture, rank: 3, alpha: 3, using: &random)
    var trainer = Trainer<Double>(network.architecture, random: random)
    try trainer.fit(
      &adapter, on: network, features: problem.features, labels: problem.labels,
      recipe: Recipe(learningRate: 0.1, batch: problem.rows, epochs: 1000), order: .given)
    trainer.merge(adapter, into: &network)
    #expect(disagreement(network.parameters, problem.solution) < 1e-6)
  }
}
