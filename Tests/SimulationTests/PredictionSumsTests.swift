import Core
import Numerics
import Testing
import Training

@testable import Simulation

/// What a served batch adds to the sums of its run.
@Suite struct PredictionSumsTests {
  /// Logits ±x: the probability of class 1 is that of the logistic function at 2x.
  @Test func twoClasses() {
    let inputs: [Float] = [-2, 0.25, 1, 3]
    let (sums, scorer) = score(
      Architecture(widths: [1, 2]), parameters: [-1, 1, 0, 0], inputs, labels: [0, 0, 1, 0])
    let p = inputs.map { 1 / (1 + Double.exp(-2 * Double($0))) }
    let brier = 2 * (p[0] * p[0] + p[1] * p[1] + (1 - p[2]) * (1 - p[2]) + p[3] * p[3])
    #expect(abs(sums.brier - brier) < 1e-6)
    #expect(sums.calibration.bins.reduce(0) { $0 + $1.correct } == 2)
    // In decreasing order of p: labels 0 1 0 0.
    #expect(sums.scores.groups?.map(\.positives) == [0, 1, 0, 0])
    #expect(sums.noChange.predictions == [2, 1])
    #expect(sums.noChange.agreements == [1, 0])
    #expect(sums.majority.agreements == [2, 0])
    #expect(scorer.step.noChangeCorrect == 1 && scorer.step.majorityCorrect == 2)
  }

  /// Predictions 3x + ½.
  @Test func regression() {
    let (sums, _) = score(
      Architecture(widths: [1, 1], head: .regression), parameters: [3, 0.5], [1, 2],
      labels: [0, 7])
    #expect(sums.regression.count == 2)
    #expect(sums.regression.absolute == 4)
    #expect(sums.regression.squared == 12.5)
    #expect(sums.regression.deviation == 24.5)
  }

  private func score(
    _ architecture: Architecture, parameters: [Float], _ inputs: [Float], labels: [Float]
  ) -> (sums: PredictionSums, score: (step: StepRecord, outcomes: [Outcome])) {
    let classes = architecture.head == .softmax ? architecture.outputs : 0
    var batch = Batch(width: 1)
    batch.reset(count: inputs.count)
    for i in inputs.indices { batch.features[i, 0] = inputs[i] }
    batch.labels = labels
    var predictions = Predictions(architecture)
    var (meter, controls) = (Usage(), Controls(classes: classes))
    Network<Float>(architecture, parameters: parameters)
      .predict(batch.features, tasks: [], into: &predictions, meter: &meter)
    var sums = PredictionSums(classCount: classes)
    let scored = Scorer(classes, 1).score(
      batch, predictions, &controls, into: &sums, step: 0, version: 0)
    return (sums, scored)
  }
}
