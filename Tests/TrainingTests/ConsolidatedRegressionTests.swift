import Numerics
import Testing

@testable import Training

/// Elastic weight consolidation of linear regression, where it has a closed form.
@Suite struct ConsolidatedRegressionTests {
  /// Eight rows whose columns, and the constant, are orthogonal: the Gram matrix is diagonal.
  static let orthogonal: Matrix<Double> = {
    var rows = Matrix<Double>(columns: 3)
    for a in [1.0, -1] {
      for b in [0.5, -0.5] { for c in [2.0, -2] { rows.append(row: [a, b, c]) } }
    }
    return rows
  }()

  /// The parameters after a second task under the pull of the first, and those of both tasks at once.
  func solutions(
    _ first: Matrix<Double>, _ kind: Importance, _ step: PenaltyStep
  ) throws -> (consolidated: [Double], batch: [Double]) {
    let second = Regression()
    var random = RandomStream(seed: 3)
    let labels = (0..<first.rows).map { first[$0, 0] - first[$0, 2] + random.normal() }
    let architecture = second.network.architecture
    var network = Network(architecture, parameters: leastSquares(first, labels))
    var trainer = Trainer<Double>(architecture, random: RandomStream(seed: 1))
    let importance = trainer.importance(
      kind, of: network, features: first, labels: labels, using: &random)
    var objective = Objective<Double>()
    objective.penalties = [
      QuadraticPenalty(
        weight: Double(first.rows) / Double(second.rows), importance: importance,
        anchor: network.parameters, step: step)
    ]
    try trainer.fit(
      &network, features: second.features, labels: second.labels,
      recipe: Recipe(learningRate: 0.2, batch: second.rows, epochs: 400), objective: objective)
    var all = first
    all.append(rows: 0..<second.rows, of: second.features)
    return (network.parameters, leastSquares(all, labels + second.labels))
  }

  /// With λ = n_1/n_2 and the Fisher information of unit noise (here twice both), the second task alone
  /// leads to the solution of both.
  @Test(arguments: PenaltyStep.allCases)
  func equalsTheBatchSolution(_ step: PenaltyStep) throws {
    let (consolidated, batch) = try solutions(Self.orthogonal, .exact, step)
    #expect(disagreement(consolidated, batch) < 1e-9)
  }

  /// Squared residuals are another weight; and a diagonal does not know of a Gram matrix that is not one.
  @Test func onlyThen() throws {
    let empirical = try solutions(Self.orthogonal, .empirical, .explicit)
    #expect(disagreement(empirical.consolidated, empirical.batch) > 1e-3)
    let general = try solutions(Regression(seed: 4).features, .exact, .explicit)
    #expect(disagreement(general.consolidated, general.batch) > 1e-3)
  }
}
