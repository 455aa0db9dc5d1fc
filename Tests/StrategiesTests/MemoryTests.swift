import Core
import Numerics
import Testing
import Training

@testable import Strategies

@Suite struct MemoryTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let queries = Examples.drawn(20, seed: 9)

  /// Probabilities in double precision, from activations computed here.
  static func brute(
    _ network: Network<Float>, _ memory: Examples, k: Int, weight: Double,
    _ share: (_ square: Double) -> Double, query: Int
  ) -> [Double] {
    func layer(_ x: [Double], _ weights: [Float], _ biases: [Float]) -> [Double] {
      let width = biases.count
      return biases.indices.map { (j: Int) -> Double in
        var sum = Double(biases[j])
        for i in x.indices { sum += x[i] * Double(weights[i * width + j]) }
        return sum
      }
    }
    let theta = network.parameters
    func passed(_ rows: Examples, _ i: Int) -> (hidden: [Double], p: [Double]) {
      let x = rows.features.row(i).map { Double($0) }
      let hidden = layer(x, Array(theta[0..<20]), Array(theta[35..<40])).map { max(0, $0) }
      let logits = layer(hidden, Array(theta[20..<35]), Array(theta[40..<43]))
      let e = logits.map { Double.exp($0) }
      let sum = e.reduce(0, +)
      return (hidden, e.map { $0 / sum })
    }
    let own = passed(queries, query)
    let squares = (0..<memory.count).map { (i: Int) -> Double in
      var sum = 0.0
      for (a, b) in zip(passed(memory, i).hidden, own.hidden) { sum += (a - b) * (a - b) }
      return sum
    }
    let nearest = squares.indices.sorted { squares[$0] < squares[$1] }.prefix(k)
    let total = nearest.map { share(squares[$0]) }.reduce(0, +)
    var p = own.p.map { (1 - weight) * $0 }
    for i in nearest { p[Int(memory.labels[i])] += weight * share(squares[i]) / total }
    return p
  }

  @Test(arguments: RecallingNetwork.Weighting.allCases, [1, 5, 100])
  func bruteForce(_ weighting: RecallingNetwork.Weighting, _ k: Int) throws {
    var deployment = Deployment(
      Memory(capacity: 15, k: k, weight: 0.7, weighting: weighting, temperature: 0.5))
    try deployment.warmUp(Equivalence.warmUp)
    var all = Equivalence.warmUp
    for (step, rows) in Equivalence.updates.enumerated() {
      try deployment.update(rows, step: step)
      all.append(rows)
    }
    // The oldest have made room.
    let kept = all.gather(all.count - 15..<all.count)
    let (outputs, labels, flops) = deployment.predictions(Self.queries)
    for i in 0..<20 {
      let expected = Self.brute(
        deployment.network, kept, k: k, weight: 0.7,
        { square in
          switch weighting {
          case .uniform: 1
          case .inverse: 1 / square.squareRoot()
          case .exponential: Double.exp(-square / 0.5)
          }
        }, query: i)
      for c in 0..<3 { #expect(abs(Double(outputs[i, c]) - expected[c]) < 1e-4) }
      #expect(Int(labels[i]) == (0..<3).max { expected[$0] < expected[$1] })
    }
    // A pass of 70; 2·5 for 15 products and the lengths of 15 keys for 20 queries and of one query; 3·5 for
    // each difference, which all are taken where there is room for all.
    let least = 70 + (10 * (20 * 15 + 15 + 20)) / 20
    #expect(k == 100 ? flops == least + 225 : flops > least && flops < least + 225)
  }

  @Test func withoutWeightIsFrozen() throws {
    for strategy in [Memory(capacity: 50, weight: 0), Memory(capacity: 0)] {
      var deployment = Deployment(strategy)
      var frozen = Deployment(Frozen())
      #expect(try deployment.warmUp(Equivalence.warmUp) == Usage())
      try frozen.warmUp(Equivalence.warmUp)
      #expect(try deployment.update(Equivalence.updates[0], step: 0) == Usage())
      let (ours, theirs) = (deployment.predictions(Self.queries), frozen.predictions(Self.queries))
      #expect(ours.outputs == theirs.outputs && ours.flops == theirs.flops)
      #expect(deployment.network == frozen.network && deployment.strategy.stateBytes == 0)
    }
  }

  /// One neighbour, all the weight: a remembered row is answered with its label, and another network's
  /// weights were never touched. A row costs one pass, 70.
  @Test func oneNeighbourRecalls() throws {
    var deployment = Deployment(Memory(capacity: 100, k: 1, weight: 1))
    var rows = Self.queries
    rows.labels = rows.labels.map { ($0 + 1).truncatingRemainder(dividingBy: 3) }
    #expect(try deployment.warmUp(.none) == Usage())
    let before = deployment.network
    let used = try deployment.update(rows, step: 0)
    #expect(used.forward == 20 * 70 && used.trainingFlops == 20 * 70 && used.steps == 0)
    // Rows that no hidden unit sees are the same to the memory.
    let embedded = deployment.trainer.embedding(of: before, rows.features).embedding
    let seen = (0..<20).filter { embedded.row($0).contains { $0 > 0 } }
    let labels = deployment.predictions(rows).labels
    #expect(seen.count > 15 && seen.allSatisfy { labels[$0] == rows.labels[$0] })
    #expect(deployment.network == before)
  }

  @Test func limitedMemory() throws {
    for evictsOldest in [true, false] {
      var deployment = Deployment(Memory(capacity: 100, evictsOldest: evictsOldest))
      deployment.strategy.limitMemory(to: 24 * 8 + 23)
      try deployment.warmUp(Equivalence.warmUp)
      #expect(deployment.strategy.stateBytes == 24 * 8)
      try deployment.update(Equivalence.updates[0], step: 0)
      #expect(deployment.strategy.stateBytes == 24 * 8)
    }
  }

  /// Without hidden layers the standardized inputs are compared; in regression labels are averaged.
  @Test func regressionOnInputs() {
    let architecture = Architecture(widths: [1, 1], head: .regression)
    let network = Network<Float>(
      architecture, parameters: [2, 1], scaling: InputScaling(mean: [1], scale: [10]))
    let model = RecallingNetwork(
      network: network, keys: Matrix(rows: 3, columns: 1, [0, 10, 40]), labels: [6, 9, 100], k: 2,
      weight: 0.5, weighting: .inverse, temperature: 1)
    var predictions = Predictions(architecture)
    var meter = Usage()
    // x = 1.5 stands at 5, between 0 and 10; x = 1.2 at 2, with distances 2 and 8; x = 2 at 10, a key.
    model.predict(
      Matrix(rows: 3, columns: 1, [1.5, 1.2, 2]), tasks: [], into: &predictions, meter: &meter)
    let wanted: [Float] = [
      (11 + 7.5) / 2, (5 + 0.8 * 6 + 0.2 * 9) / 2, (21 + 9) / 2,
    ]
    for i in 0..<3 { #expect(abs(predictions.labels[i] - wanted[i]) < 1e-5) }
    // Products and lengths; the key 40 is too far for all three to be compared with.
    #expect(meter.serving == 3 * 2 + 2 * (3 * 3 + 3 + 3) + 3 * 6)
  }

  /// With a head for each task, only labels of the query's task are found.
  @Test func taskHeads() {
    let architecture = Architecture(widths: [1, 4])
    var network = Network<Float>(architecture, parameters: Array(repeating: 0, count: 8))
    network.heads = [0..<2, 2..<4]
    let model = RecallingNetwork(
      network: network, keys: Matrix(rows: 3, columns: 1, [0, 1, 2]), labels: [1, 2, 3], k: 1,
      weight: 0.5, weighting: .uniform, temperature: 1)
    var predictions = Predictions(architecture)
    var meter = Usage()
    model.predict(
      Matrix(rows: 2, columns: 1, [0, 0]), tasks: [0, 1], into: &predictions, meter: &meter)
    #expect(predictions.outputs.elements == [0.25, 0.75, 0, 0, 0, 0, 0.75, 0.25])
    // One difference for each: of task 1 the key 2 is further than 1.
    #expect(meter.serving == 2 * 8 + 2 * (2 * 3 + 3 + 2) + 3 * 2)
  }
}
