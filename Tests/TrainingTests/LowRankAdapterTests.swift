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

  /// Predictions with an adapter beside the network are those of the two merged, in passes of any length.
  @Test(arguments: layerSets) func servesBesideTheNetwork(_ layers: [Int]) {
    var problem = Problem([4, 5, 4, 3], rows: 9)
    let adapter = adapter(&problem, layers)
    var merged = problem.network
    _ = adapter.merge(into: &merged)
    let workspace = Workspace<Double>(problem.architecture, capacity: 4)
    var (beside, within) = (Matrix<Double>(columns: 3), Matrix<Double>(columns: 3))
    let flops = workspace.predict(
      problem.network, problem.features, into: &beside, adapter: adapter)
    #expect(workspace.predict(merged, problem.features, into: &within) == 9 * 2 * 52)
    for i in 0..<9 { for j in 0..<3 { #expect(abs(beside[i, j] - within[i, j]) < 1e-14) } }
    // 2 r (d + k) a row and adapted layer: 4·9, 4·9 and 4·7.
    let extra = layers.reduce(0) { $0 + [36, 36, 28][$1] }
    #expect(flops == 9 * (2 * 52 + extra))
  }

  /// Two adapters side by side are one of the sum of their ranks.
  @Test(arguments: layerSets) func stackedIsTheSum(_ layers: [Int]) {
    var problem = Problem([4, 5, 4, 3], rows: 3)
    let parts = (1...3).map { rank -> LowRankAdapter<Double> in
      var random = RandomStream(seed: 11)
      var part = LowRankAdapter<Double>(
        problem.architecture, layers: layers, rank: rank, alpha: 1.5 * Double(rank),
        using: &random)
      part.parameters = problem.drawn(part.parameters.count)
      return part
    }
    let stack = parts[0].stacked(with: parts[1]).stacked(with: parts[2])
    #expect(stack.rank == 6 && stack.scale == 1.5 && stack.layers == layers)
    let reference = ReferenceObjective(architecture: problem.architecture)
    var expected = problem.network.parameters
    for part in parts { expected = reference.merged(expected, part, part.parameters) }
    let summed = reference.merged(problem.network.parameters, stack, stack.parameters)
    #expect(disagreement(summed, expected) < 1e-13)
    #expect(stack.parameters.count == parts.reduce(0) { $0 + $1.parameters.count })
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
