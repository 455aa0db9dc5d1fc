import Core
import Numerics
import Testing
import Training

@testable import Simulation

@Suite struct ScoringTests {
  @Test func controls() {
    var controls = Controls(classes: 3)
    // By hand. Before each label: the last one, and the most frequent (ties: the smallest).
    //   2        –  –
    //   2        2  2
    //   0        2  2    2 leads 2 : 1
    //   0        0  2    now 2 : 2
    //   0        0  0
    //   1        0  0
    //   1        1  0
    let labels = [2, 2, 0, 0, 0, 1, 1]
    let scores = labels.map { controls.score($0) }
    #expect(scores.map(\.noChange) == [false, true, false, true, true, false, true])
    #expect(scores.map(\.majority) == [false, true, false, false, true, false, false])
  }

  /// Cells against a count of every combination, losses against log-sum-exp.
  @Test func cells() {
    var random = RandomStream(seed: 4)
    let n = 60
    var batch = Batch(width: 1)
    batch.reset(count: n)
    for i in 0..<n {
      batch.labels[i] = Float(random.integer(below: 3))
      batch.concepts[i] = random.integer(below: 2)
      batch.features[i, 0] = Float(random.normal())
      batch.bayes[i] = 0.75
    }
    // Class 0 for negative features, else class 1 or 2.
    let network = Network<Float>(
      Architecture(widths: [1, 3]), parameters: [-1, 0.5, 1, 0, 0.2, 0])
    var predictions = Predictions(network.architecture)
    var (meter, controls) = (Usage(), Controls(classes: 3))
    network.predict(batch.features, tasks: [], into: &predictions, meter: &meter)
    var sums = PredictionSums(classCount: 3)
    let (record, outcomes) = Scorer(3, 2).score(
      batch, predictions, &controls, into: &sums, step: 5, version: 2)
    #expect((record.step, record.version, record.rows) == (5, 2, n))
    #expect(record.bayesSum == 45)
    for concept in 0..<2 {
      for label in 0..<3 {
        for prediction in 0..<3 {
          let count = (0..<n).count { i in
            batch.concepts[i] == concept && batch.labels[i] == Float(label)
              && outcomes[i].prediction == Float(prediction)
          }
          let cell = record.cells.first {
            ($0.concept, $0.label, $0.prediction) == (concept, label, prediction)
          }
          #expect(cell?.count == (count == 0 ? nil : count))
        }
      }
    }
    #expect(record.cells.count > 8)
    var loss = 0.0
    for i in 0..<n {
      let x = Double(batch.features[i, 0])
      let z = [-x, 0.5 * x + 0.2, x]
      let sum = z.reduce(0) { $0 + Double.exp($1) }
      loss += Double.log(sum) - z[Int(batch.labels[i])]
      #expect(Int(outcomes[i].prediction) == z.indices.max { z[$0] < z[$1] })
    }
    #expect(abs(record.lossSum - loss) < 1e-4)
    #expect(meter.serving == n * 6)
  }

  @Test func regression() {
    var batch = Batch(width: 1)
    batch.reset(count: 2)
    (batch.features[0, 0], batch.features[1, 0]) = (1, 2)
    batch.labels = [0, 7]
    let network = Network<Float>(
      Architecture(widths: [1, 1], head: .regression), parameters: [3, 0.5])
    var predictions = Predictions(network.architecture)
    var (meter, controls) = (Usage(), Controls(classes: 0))
    network.predict(batch.features, tasks: [], into: &predictions, meter: &meter)
    var sums = PredictionSums(classCount: 0)
    let record = Scorer(0, 1).score(
      batch, predictions, &controls, into: &sums, step: 0, version: 0
    ).step
    // Predictions 3.5 and 6.5: 3.5² + 0.5².
    #expect(record.lossSum == 12.5 && record.cells.isEmpty && record.bayesSum == nil)
  }

  @Test func lossesAreCapped() {
    // Logits ±10⁴: probabilities 0 and 1.
    let network = Network<Float>(Architecture(widths: [1, 2]), parameters: [1e4, -1e4, 0, 0])
    var predictions = Predictions(network.architecture)
    var meter = Usage()
    let rows: [Float] = [1, .nan]
    network.predict(Matrix(rows: 2, columns: 1, rows), tasks: [], into: &predictions, meter: &meter)
    #expect(predictions.loss(0, label: 0) == 0 && predictions.loss(0, label: 1) == 100)
    #expect(predictions.loss(1, label: 0) == 100 && predictions.labels[1] == 0)
  }
}
