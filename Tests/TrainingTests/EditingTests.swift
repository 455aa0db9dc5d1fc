import Numerics
import Testing

@testable import Training

@Suite struct EditingTests {
  struct Edited {
    let before: Network<Double>
    let after: Network<Double>
    let key: [Double]
    let keys: Matrix<Double>
    let usage: Usage
  }

  /// One row edited to another class, or value, with the covariance of 40 rows.
  func edited(_ head: Head, heads: [Range<Int>] = []) throws -> (edited: Edited, label: Double) {
    var problem = Problem([3, 5, 4], .tanh, head, rows: 40)
    problem.network.heads = heads
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
    let (keys, outputs) = trainer.embedding(of: problem.network, problem.features)
    var covariance = KeyCovariance(width: 5)
    trainer.add(keys, to: &covariance)
    #expect(trainer.usage.importance == 2 * 25 * 40 && covariance.count == 40)
    // Not the largest of the two classes of the second head.
    let label = Double(outputs[0, 2] > outputs[0, 3] ? 3 : 2)
    var network = problem.network
    let edits = try trainer.edit(
      &network, keys: keys.gather([0]),
      labels: head == .softmax ? [label] : [1, 2, 3, label], covariance: covariance, ridge: 0.1,
      margin: 0.5)
    #expect(edits == 1)
    return (
      Edited(
        before: problem.network, after: network, key: Array(keys.row(0)), keys: keys,
        usage: trainer.usage), label
    )
  }

  /// k · ΔW, [4], for a key k of the last layer.
  func change(_ edited: Edited, _ key: [Double]) -> [Double] {
    (0..<4).map { j in
      (0..<5).reduce(0) { sum, a in
        let place = 15 + a * 4 + j
        return sum + key[a] * (edited.after.parameters[place] - edited.before.parameters[place])
      }
    }
  }

  /// C + ridge, from its definition.
  func covariance(_ keys: Matrix<Double>) -> [[Double]] {
    let trace = (0..<5).reduce(0) { sum, a in
      sum + (0..<keys.rows).reduce(0) { $0 + keys[$1, a] * keys[$1, a] }
    }
    return (0..<5).map { a in
      (0..<5).map { b in
        (0..<keys.rows).reduce(a == b ? 0.1 * trace / 5 : 0) { $0 + keys[$1, a] * keys[$1, b] }
      }
    }
  }

  @Test func theEditedRowIsRight() throws {
    for heads in [[], [0..<2, 2..<4]] as [[Range<Int>]] {
      let (edited, label) = try edited(.softmax, heads: heads)
      var trainer = Trainer<Double>(edited.before.architecture, random: RandomStream(seed: 7))
      let x = Problem([3, 5, 4], .tanh, .softmax, rows: 40).features.gather([0])
      let old = Array(trainer.embedding(of: edited.before, x).outputs.row(0))
      let new = Array(trainer.embedding(of: edited.after, x).outputs.row(0))
      let rivals = (heads.isEmpty ? 0..<4 : 2..<4).filter { $0 != Int(label) }
      let largest = rivals.map { old[$0] }.max() ?? 0
      #expect(abs(new[Int(label)] - (largest + 0.5)) < 1e-12)
      for j in 0..<4 where j != Int(label) { #expect(abs(new[j] - old[j]) < 1e-12) }
    }
  }

  @Test func aRegressionsRowGetsItsValues() throws {
    let (edited, label) = try edited(.regression)
    var trainer = Trainer<Double>(edited.before.architecture, random: RandomStream(seed: 7))
    let x = Problem([3, 5, 4], .tanh, .regression, rows: 40).features.gather([0])
    let new = Array(trainer.embedding(of: edited.after, x).outputs.row(0))
    for (ours, wanted) in zip(new, [1, 2, 3, label]) { #expect(abs(ours - wanted) < 1e-12) }
  }

  /// ΔW = C⁻¹k (…)ᵀ / (kᵀC⁻¹k): C ΔW is parallel to k, and only the last layer's weights change.
  @Test func rankOneAlongTheInverseCovariance() throws {
    let (edited, label) = try edited(.softmax)
    let c = covariance(edited.keys)
    let column = (0..<5).map { a in
      let place = 15 + a * 4 + Int(label)
      return edited.after.parameters[place] - edited.before.parameters[place]
    }
    let image = (0..<5).map { a in (0..<5).reduce(0) { $0 + c[a][$1] * column[$1] } }
    for a in 0..<5 {
      for b in 0..<5 {
        #expect(abs(image[a] * edited.key[b] - image[b] * edited.key[a]) < 1e-10)
      }
    }
    let weights = edited.before.architecture.weights(layer: 1)
    for i in edited.before.parameters.indices where !weights.contains(i) {
      #expect(edited.after.parameters[i] == edited.before.parameters[i])
    }
  }

  /// Inputs orthogonal to C⁻¹k keep their outputs; those orthogonal to k do not.
  @Test func locality() throws {
    let (edited, label) = try edited(.softmax)
    let direction = (0..<5).map { a in
      edited.after.parameters[15 + a * 4 + Int(label)]
        - edited.before.parameters[15 + a * 4 + Int(label)]
    }
    func without(_ part: [Double], _ x: [Double]) -> [Double] {
      let along =
        zip(x, part).reduce(0) { $0 + $1.0 * $1.1 }
        / part.reduce(0) { $0 + $1 * $1 }
      return zip(x, part).map { $0 - along * $1 }
    }
    var random = RandomStream(seed: 5)
    var moved = 0.0
    for _ in 0..<20 {
      let x = (0..<5).map { _ in random.normal() }
      #expect(change(edited, without(direction, x)).allSatisfy { abs($0) < 1e-12 })
      moved = max(moved, change(edited, without(edited.key, x)).map(abs).max() ?? 0)
    }
    #expect(moved > 0.01)
  }

  /// 40 rows of 2·35 FLOP and one of 2·20; a Cholesky factor of 5³/3 and two solutions of 25; 2·20.
  @Test func costs() throws {
    let usage = try edited(.softmax).edited.usage
    #expect(usage.forward == 40 * 70 + 40 && usage.importance == 2000 + 41 + 50)
    #expect(usage.optimizer == 40 && usage.steps == 1 && usage.rowsTrained == 1)
  }

  @Test func rightRowsAndRowsWithoutKeysAreLeftAlone() throws {
    let problem = Problem([3, 5, 4])
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
    let (keys, outputs) = trainer.embedding(of: problem.network, problem.features)
    let labels = (0..<6).map { i in
      Double((0..<4).max { outputs[i, $0] < outputs[i, $1] } ?? 0)
    }
    var network = problem.network
    let covariance = KeyCovariance(width: 5)
    #expect(
      try trainer.edit(
        &network, keys: keys, labels: labels, covariance: covariance, ridge: 0.1, margin: 1) == 0)
    for value in [0, Double.nan] {
      let dead = Matrix<Double>(rows: 4, columns: 5, filledWith: value)
      #expect(
        try trainer.edit(
          &network, keys: dead, labels: [0, 1, 2, 3], covariance: covariance, ridge: 0.1, margin: 1)
          == 0)
    }
    #expect(network == problem.network)
  }

  /// Algorithm 1 of Hartvigsen et al. 2023, followed by hand on a line.
  @Test func codebook() {
    let architecture = Architecture(widths: [1, 2])
    var book = Codebook<Double>(architecture, capacity: 3)
    let (a, b): ([Double], [Double]) = ([9, 0], [0, 9])
    #expect(book.outputs(for: [0]) == nil && book.lookUpFlops == 0)
    book.learn(key: [0], outputs: a, label: [0], radius: 1)
    #expect(book.outputs(for: [1]) == a && book.outputs(for: [1.1]) == nil)
    book.learn(key: [1.5], outputs: a, label: [0], radius: 1)
    #expect(book.count == 1 && book.outputs(for: [-1.5]) == a && book.outputs(for: [1.6]) == nil)
    book.learn(key: [3], outputs: b, label: [1], radius: 1)
    #expect(book.count == 2 && book.outputs(for: [2]) == b && book.outputs(for: [1.4]) == a)
    book.learn(key: [0.5], outputs: b, label: [1], radius: 1)
    #expect(book.count == 3 && book.outputs(for: [0.25]) == a && book.outputs(for: [0.26]) == b)
    #expect(book.outputs(for: [-0.26]) == nil && book.outputs(for: [0.76]) == nil)
    book.learn(key: [0], outputs: b, label: [1], radius: 1)
    #expect(book.count == 3 && book.outputs(for: [0]) == b)
    book.learn(key: [9], outputs: a, label: [0], radius: 1)
    #expect(book.count == 3 && book.outputs(for: [0]) == nil && book.outputs(for: [9]) == a)
    #expect(book.byteCount == 3 * Codebook<Double>.bytesPerKey(architecture))
    #expect(book.byteCount == 3 * (1 + 2 + 1 + 1) * 8 && book.lookUpFlops == 9)
  }

  @Test func meanLoss() throws {
    for head in Head.allCases {
      let problem = Problem([3, 5, 4], .relu, head, rows: 300)
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
      let loss = trainer.loss(
        of: problem.network, features: problem.features, labels: problem.labels)
      #expect(abs(loss - (try problem.step().loss)) < 1e-12)
      #expect(trainer.usage.forward == 300 * 70 && trainer.usage.trainingFlops == 300 * 70)
    }
  }
}
