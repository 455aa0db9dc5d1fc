import Numerics
import Testing

@testable import Training

/// A softmax over the classes seen so far is that of the network without the others.
@Suite struct SeenClassesTests {
  /// Five classes, of which 0, 2 and 3 are seen.
  static let seen = [0, 2, 3]

  /// A problem with labels among the seen classes, and the same without the other outputs.
  static func pair() -> (whole: Problem, part: Problem) {
    var (whole, part) = (
      Problem([4, 6, 5], rows: 9, seed: 3), Problem([4, 6, 3], rows: 9, seed: 3)
    )
    whole.network.seen = [false, false, false, false, false]
    whole.labels = (0..<9).map { Double(seen[$0 % 3]) }
    part.labels = (0..<9).map { Double($0 % 3) }
    part.features = whole.features
    part.network.parameters = narrowed(whole.network.parameters)
    return (whole, part)
  }

  /// Where the parameters of the smaller network lie in the larger one's.
  static var places: [Int] {
    let (shape, small) = (Architecture(widths: [4, 6, 5]), Architecture(widths: [4, 6, 3]))
    var places = Array(shape.weights(layer: 0))
    let (weights, biases) = (shape.weights(layer: 1).lowerBound, shape.biases(layer: 1).lowerBound)
    for i in 0..<6 { places += seen.map { weights + i * 5 + $0 } }
    places += Array(shape.biases(layer: 0))
    places += seen.map { biases + $0 }
    precondition(places.count == small.parameterCount)
    return places
  }

  static func narrowed(_ parameters: [Double]) -> [Double] { places.map { parameters[$0] } }

  static func expectEqual(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-12) {
    #expect(a.count == b.count)
    for (i, (x, y)) in zip(a, b).enumerated() { #expect(abs(x - y) < tolerance, "\(i)") }
  }

  @Test(arguments: [
    Optimizer.sgd, .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
  ]) func trainingIsThatOfTheSmallerNetwork(_ optimizer: Optimizer) throws {
    var (whole, part) = Self.pair()
    let before = whole.network.parameters
    let recipe = Recipe(optimizer: optimizer, learningRate: 0.05, batch: 4, epochs: 5)
    var trainer = Trainer<Double>(whole.architecture, random: RandomStream(seed: 4))
    var small = Trainer<Double>(part.architecture, random: RandomStream(seed: 4))
    let losses = try trainer.fit(
      &whole.network, features: whole.features, labels: whole.labels, recipe: recipe)
    let expected = try small.fit(
      &part.network, features: part.features, labels: part.labels, recipe: recipe)
    Self.expectEqual(losses, expected)
    Self.expectEqual(Self.narrowed(whole.network.parameters), part.network.parameters)
    #expect(whole.network.seen == [true, false, true, true, false])
    // What leads to the other classes stays, bit for bit.
    for i in Set(before.indices).subtracting(Self.places) {
      #expect(whole.network.parameters[i] == before[i])
    }
  }

  @Test func answersAreThoseOfTheSmallerNetwork() {
    var (whole, part) = Self.pair()
    whole.network.see(whole.labels)
    let own = Workspace<Double>(whole.architecture, capacity: 4)
    let small = Workspace<Double>(part.architecture, capacity: 4)
    var (outputs, expected) = (Matrix<Double>(columns: 5), Matrix<Double>(columns: 3))
    _ = own.predict(whole.network, whole.features, into: &outputs)
    _ = small.predict(part.network, part.features, into: &expected)
    for i in 0..<9 {
      Self.expectEqual(Self.seen.map { outputs[i, $0] }, (0..<3).map { expected[i, $0] })
      #expect(outputs[i, 1] == 0 && outputs[i, 4] == 0)
    }
    // Uncertain parameters: variances of the seen part are the smaller network's.
    let variance = whole.network.parameters.map { abs($0) * 0.1 }
    _ = own.predict(whole.network, variance: variance, whole.features, into: &outputs)
    _ = small.predict(
      part.network, variance: Self.narrowed(variance), part.features, into: &expected)
    for i in 0..<9 {
      Self.expectEqual(Self.seen.map { outputs[i, $0] }, (0..<3).map { expected[i, $0] }, 1e-9)
    }
  }

  @Test(arguments: [Importance.empirical, .exact])
  func importanceIsThatOfTheSmallerNetwork(_ kind: Importance) {
    var (whole, part) = Self.pair()
    whole.network.see(whole.labels)
    var trainer = Trainer<Double>(whole.architecture, random: RandomStream(seed: 4))
    var small = Trainer<Double>(part.architecture, random: RandomStream(seed: 4))
    var random = RandomStream(seed: 1)
    let fisher = trainer.importance(
      kind, of: whole.network, features: whole.features, labels: whole.labels, using: &random)
    let expected = small.importance(
      kind, of: part.network, features: part.features, labels: part.labels, using: &random)
    Self.expectEqual(Self.narrowed(fisher), expected)
    for i in Set(fisher.indices).subtracting(Self.places) { #expect(fisher[i] == 0) }
  }

  @Test func lossesAreThoseOfTheSmallerNetwork() {
    var (whole, part) = Self.pair()
    whole.network.see(whole.labels)
    var trainer = Trainer<Double>(whole.architecture, random: RandomStream(seed: 4))
    var small = Trainer<Double>(part.architecture, random: RandomStream(seed: 4))
    Self.expectEqual(
      trainer.losses(of: whole.network, features: whole.features, labels: whole.labels),
      small.losses(of: part.network, features: part.features, labels: part.labels))
    let loss = trainer.loss(of: whole.network, features: whole.features, labels: whole.labels)
    let expected = small.loss(of: part.network, features: part.features, labels: part.labels)
    #expect(abs(loss - expected) < 1e-12)
  }

  /// With every class seen, or none, all take part.
  @Test func allOrNoneIsEverything() throws {
    let problem = Problem([4, 6, 5], rows: 9, seed: 3)
    let workspace = Workspace<Double>(problem.architecture, capacity: 9)
    var (plain, masked) = (Matrix<Double>(columns: 5), Matrix<Double>(columns: 5))
    _ = workspace.predict(problem.network, problem.features, into: &plain)
    for isSeen in [true, false] {
      var network = problem.network
      network.seen = Array(repeating: isSeen, count: 5)
      _ = workspace.predict(network, problem.features, into: &masked)
      #expect(masked == plain)
    }
    var (network, other) = (problem.network, problem.network)
    network.seen = Array(repeating: true, count: 5)
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 4))
    var second = Trainer<Double>(problem.architecture, random: RandomStream(seed: 4))
    let recipe = Recipe(batch: 4, epochs: 3)
    try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe)
    try second.fit(&other, features: problem.features, labels: problem.labels, recipe: recipe)
    Self.expectEqual(network.parameters, other.parameters)
  }

  /// With heads, the softmax is over the seen classes of the row's head.
  @Test func headsAndSeenClasses() {
    var problem = Problem([4, 6, 5], rows: 4, seed: 5)
    problem.network.heads = [0..<2, 2..<5]
    problem.network.seen = [false, false, true, false, true]
    let workspace = Workspace<Double>(problem.architecture, capacity: 4)
    var (outputs, logits) = (Matrix<Double>(columns: 5), Matrix<Double>(columns: 5))
    _ = workspace.predict(problem.network, problem.features, into: &outputs, tasks: [0, 1, 0, 1])
    _ = workspace.predict(problem.network, problem.features, into: &logits, asLogits: true)
    for (i, own) in [[0, 1], [2, 4], [0, 1], [2, 4]].enumerated() {
      let normalizer = own.reduce(0) { $0 + Double.exp(logits[i, $1]) }
      for j in 0..<5 {
        let expected = own.contains(j) ? Double.exp(logits[i, j]) / normalizer : 0
        #expect(abs(outputs[i, j] - expected) < 1e-12)
      }
    }
  }

  /// An adapter beside a masked network trains towards seen classes alone.
  @Test func adaptersSeeTheirRows() throws {
    var (whole, part) = Self.pair()
    whole.network.see([0])
    part.network.seen = []
    let recipe = Recipe(learningRate: 0.05, batch: 4, epochs: 3)
    var (random, other) = (RandomStream(seed: 1), RandomStream(seed: 1))
    var trainer = Trainer<Double>(whole.architecture, random: RandomStream(seed: 4))
    var small = Trainer<Double>(part.architecture, random: RandomStream(seed: 4))
    // Adapting the first layer alone, the adapters are of the same shape.
    var adapter = LowRankAdapter<Double>(
      whole.architecture, layers: [0], rank: 2, alpha: 4, using: &random)
    var narrow = LowRankAdapter<Double>(
      part.architecture, layers: [0], rank: 2, alpha: 4, using: &other)
    try trainer.fit(
      &adapter, on: whole.network, features: whole.features, labels: whole.labels, recipe: recipe)
    try small.fit(
      &narrow, on: part.network, features: part.features, labels: part.labels, recipe: recipe)
    Self.expectEqual(adapter.parameters, narrow.parameters)
  }
}
