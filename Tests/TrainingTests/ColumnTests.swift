import Numerics
import Testing

@testable import Training

/// Widened networks, and training of their last units alone.
@Suite struct ColumnTests {
  static let shapes = [[3, 4, 2], [3, 4, 3, 3]]
  static let heads = [0..<2, 2..<3]

  /// A problem with a network that has been widened, whose new units have weights to the outputs.
  static func widened(
    _ widths: [Int], by units: Int = 2, _ activation: Activation = .relu, _ head: Head = .softmax
  ) -> (problem: Problem, old: Architecture) {
    var (problem, random) = (Problem(widths, activation, head), RandomStream(seed: 3))
    problem.network = problem.network.widened(by: units, using: &random)
    let (old, new) = (problem.architecture, problem.network.architecture)
    let last = new.layers - 1
    for i in new.weights(layer: last).dropFirst(old.weightCount(layer: last)) {
      problem.network.parameters[i] = random.normal()
    }
    return (problem, old)
  }

  /// What a parameter does: a weight from a unit (`nil` for a bias) to a unit of a layer.
  struct Place {
    let layer: Int, from: Int?, to: Int
  }

  /// The places of all parameters, from the layout that `Architecture` states.
  static func places(_ architecture: Architecture) -> [Place] {
    let widths = architecture.widths
    let weights = (0..<architecture.layers).flatMap { layer in
      (0..<widths[layer]).flatMap { i in
        (0..<widths[layer + 1]).map { Place(layer: layer, from: i, to: $0) }
      }
    }
    let biases = (0..<architecture.layers).flatMap { layer in
      (0..<widths[layer + 1]).map { Place(layer: layer, from: nil, to: $0) }
    }
    return weights + biases
  }

  /// Whether a parameter belongs to what was added, or to outputs that are trained whole.
  static func isTrained(_ place: Place, after old: Architecture, _ outputs: [Range<Int>]) -> Bool {
    guard place.layer == old.layers - 1 else { return place.to >= old.widths[place.layer + 1] }
    return outputs.contains { $0.contains(place.to) }
      || place.from.map { $0 >= old.widths[place.layer] } ?? false
  }

  @Test(arguments: shapes, Activation.allCases)
  func wideningChangesNothing(_ widths: [Int], _ activation: Activation) {
    let problem = Problem(widths, activation)
    let (old, narrow) = (problem.architecture, problem.network)
    var (random, same) = (RandomStream(seed: 3), RandomStream(seed: 3))
    let wide = narrow.widened(by: 2, using: &random)
    #expect(wide.architecture.widths[1] == widths[1] + 2 && wide.architecture.inputs == 3)
    for (i, row) in problem.features.elements.chunked(by: 3).enumerated() {
      let before = ReferenceObjective(architecture: old).outputs(narrow.parameters, row)
      let after = ReferenceObjective(architecture: wide.architecture).outputs(wide.parameters, row)
      #expect(disagreement(after, before) < 1e-15, "row \(i)")
    }
    // One trainer serves both; units below the last layer are in the order they were.
    var trainer = Trainer<Double>(old, random: random)
    let (before, after) = (
      trainer.embedding(of: narrow, problem.features), trainer.embedding(of: wide, problem.features)
    )
    #expect(disagreement(after.outputs.elements, before.outputs.elements) < 1e-14)
    for i in 0..<problem.features.rows {
      let kept = after.embedding.row(i).prefix(old.embeddingWidth)
      #expect(disagreement(Array(kept), Array(before.embedding.row(i))) < 1e-14)
    }
    var left = narrow.parameters.makeIterator()
    for (i, place) in Self.places(wide.architecture).enumerated() {
      let reads = place.from.map { $0 < old.widths[place.layer] } ?? true
      if place.to < old.widths[place.layer + 1] {
        #expect(wide.parameters[i] == (reads ? left.next() : 0))
      } else {
        // Normals one by one, by He or Glorot for so wide a layer; biases 0.
        let (above, below) = (
          wide.architecture.widths[place.layer], wide.architecture.widths[place.layer + 1]
        )
        let variance = 2 / Double(activation == .relu ? above : above + below)
        let drawn = place.from == nil ? 0 : same.normal() * variance.squareRoot()
        #expect(wide.parameters[i] == drawn)
      }
    }
    #expect(left.next() == nil)
    #expect(narrow.widened(by: 0, using: &random) == narrow)
  }

  @Test(
    arguments: shapes, [(Activation.relu, Head.softmax), (.tanh, .softmax), (.tanh, .regression)])
  func gradients(_ widths: [Int], _ kind: (activation: Activation, head: Head)) throws {
    let (activation, head) = kind
    var (problem, old) = Self.widened(widths, activation, head)
    if widths.count == 4 && head == .softmax { problem.network.heads = Self.heads }
    let reference = ReferenceObjective(
      architecture: problem.network.architecture, heads: problem.network.heads)
    let expected = numericalGradient(at: problem.network.parameters) {
      reference.value($0, problem, Objective())
    }
    for outputs in [[], [1..<2], [0..<widths[widths.count - 1]]] as [[Range<Int>]] {
      var objective = Objective<Double>()
      objective.column = Column(after: old)
      objective.column?.outputs = outputs
      let gradient = try problem.step(objective).gradient
      var trained = 0
      for (i, place) in Self.places(problem.network.architecture).enumerated() {
        if Self.isTrained(place, after: old, outputs) {
          #expect(abs(gradient[i] - expected[i]) < 1e-7 * max(1, abs(expected[i])), "\(place)")
          trained += gradient[i] != 0 ? 1 : 0
        } else {
          #expect(gradient[i] == 0, "\(place)")
        }
      }
      #expect(trained > 6)
    }
  }

  /// Bit for bit, over many steps that carry, decay and clip.
  @Test(arguments: shapes) func earlierUnitsStay(_ widths: [Int]) throws {
    let (problem, old) = Self.widened(widths)
    var objective = Objective<Double>()
    objective.column = Column(after: old)
    for optimizer in [
      Optimizer.momentum(0.9, nesterov: true), .adamW(beta1: 0.9, beta2: 0.99, epsilon: 1e-8),
    ] {
      let recipe = Recipe(
        optimizer: optimizer, learningRate: 0.05, weightDecay: 0.1, clipNorm: 0.5, batch: 2,
        epochs: 4)
      var trained = problem.network
      var trainer = Trainer<Double>(old, random: RandomStream(seed: 1))
      try trainer.fit(
        &trained, features: problem.features, labels: problem.labels, recipe: recipe,
        objective: objective)
      for (i, place) in Self.places(trained.architecture).enumerated() {
        let stays = trained.parameters[i] == problem.network.parameters[i]
        #expect(stays || Self.isTrained(place, after: old, []), "\(place)")
      }
      #expect(trained != problem.network)
    }
  }

  @Test func clippingSeesTheColumnAlone() throws {
    let (problem, old) = Self.widened([3, 4, 3, 3])
    var objective = Objective<Double>()
    objective.column = Column(after: old)
    var trained = problem.network
    var trainer = Trainer<Double>(old, random: RandomStream(seed: 1))
    try trainer.fit(
      &trained, features: problem.features, labels: problem.labels,
      recipe: Recipe(learningRate: 1, clipNorm: 0.01, batch: 6), objective: objective)
    let moved = zip(trained.parameters, problem.network.parameters).map { $0 - $1 }
    #expect(abs(moved.reduce(0) { $0 + $1 * $1 }.squareRoot() - 0.01) < 1e-12)
  }

  /// Everything is a column of its own, and what has no units of its own a head: bit for bit, at the same cost.
  @Test(arguments: shapes) func limits(_ widths: [Int]) throws {
    let problem = Problem(widths)
    let recipe = Recipe(
      optimizer: .adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-8), weightDecay: 0.1, batch: 4,
      epochs: 3)
    func trained(_ part: (inout Objective<Double>) -> Void) throws -> (Network<Double>, Usage) {
      var (network, objective) = (problem.network, Objective<Double>())
      part(&objective)
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels, recipe: recipe,
        objective: objective)
      return (network, trainer.usage)
    }
    let (hidden, outputs) = (widths.dropFirst().dropLast(), 0..<widths[widths.count - 1])
    let whole = try trained {
      $0.column = Column(firstUnits: hidden.map { _ in 0 }, outputs: [outputs])
    }
    #expect(try whole == trained { _ in })
    let head = try trained { $0.column = Column(firstUnits: Array(hidden), outputs: [outputs]) }
    #expect(try head == trained { $0.trainable = [widths.count - 2] })
  }

  /// 4-5-3 widened by two is 4-7-3: forward 2·(28 + 21). Backward 2·7·3 for the weights to the outputs, 2·3·2
  /// down to the new units and 2·4·2 for theirs. Their parameters are 2·4 + 2 + 2·3.
  @Test func flops() throws {
    try expect([4, 5, 3], by: 2, forward: 98, backward: 42 + 12 + 16, parameters: 16)
    // 4-6-4-2: forward 2·(24 + 24 + 8); backward 2·4·2, 2·2·1, 2·6·1, 2·1·1 and 2·4·1.
    try expect([4, 5, 3, 2], by: 1, forward: 112, backward: 42, parameters: 4 + 1 + 6 + 1 + 2)
  }

  func expect(_ widths: [Int], by units: Int, forward: Int, backward: Int, parameters: Int) throws {
    let (problem, old) = Self.widened(widths, by: units)
    var objective = Objective<Double>()
    objective.column = Column(after: old)
    let usage = try problem.step(objective).usage
    #expect(usage.forward == 6 * forward && usage.backward == 6 * backward)
    #expect(usage.optimizer == 2 * parameters && usage.steps == 1)
  }
}

extension Array {
  /// Its elements, so many at a time.
  fileprivate func chunked(by size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
