import Numerics
import Testing

@testable import Training

/// Early stopping against a plain re-implementation, and cases worked out by hand.
@Suite struct EarlyStoppingTests {
  /// Labels of nobody's making, so that a long fit on some rows does badly on others.
  static let problem = Problem([4, 8, 3], .tanh, rows: 20, seed: 3)
  static let recipe = Recipe(
    optimizer: .momentum(0.9, nesterov: false), learningRate: 0.2, batch: 5, epochs: 60,
    validation: 0.3, patience: 4)

  @Test func byHand() {
    // Improvements at 0, 1, 4; two passes without one after 5 and 6.
    var stopping = EarlyStopping(patience: 2)
    var improved: [Int] = []
    for (i, loss) in [3, 2, 2, .nan, 1].enumerated() where stopping.goesOn {
      if stopping.improves(loss) { improved.append(i) }
    }
    // An equal loss and one that is no number: nothing comes after the second.
    #expect(improved == [0, 1] && !stopping.goesOn && stopping.least == 2)
    stopping = EarlyStopping(patience: 3)
    improved = []
    for (i, loss) in [3.0, 2, 2, .infinity, 1, 1.5, 1.2, 1.1, 0].enumerated() where stopping.goesOn
    {
      if stopping.improves(loss) { improved.append(i) }
    }
    #expect(improved == [0, 1, 4] && !stopping.goesOn && stopping.least == 1)
  }

  /// Fits of one pass each on the rows that are left, with the momentum carried, and the loss on the others
  /// from the formula: what is kept, and when it ends.
  @Test(arguments: [1, 4, 1000], [false, true])
  func isWhatItsDescriptionSays(_ patience: Int, _ isWeighted: Bool) throws {
    let problem = Self.problem
    var recipe = Self.recipe
    recipe.patience = patience
    var objective = Objective<Double>()
    if isWeighted { objective.weights = (0..<20).map { Double($0 % 3) + 0.5 } }
    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 5))
    let losses = try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe,
      objective: objective, order: .given)
    let heldOut = trainer.heldOut
    let others = (0..<20).filter { !heldOut.contains($0) }
    #expect(heldOut.count == 6 && heldOut == heldOut.sorted())

    func rows(_ which: [Int]) -> (Matrix<Double>, [Double], [Double]?) {
      let features = which.flatMap { Array(problem.features.row($0)) }
      return (
        Matrix(rows: which.count, columns: 4, features), which.map { problem.labels[$0] },
        objective.weights.map { weights in which.map { weights[$0] } }
      )
    }
    let ((x, y, weights), (xv, yv, wv)) = (rows(others), rows(heldOut))
    let reference = ReferenceObjective(architecture: problem.architecture)
    var pass = recipe.passes(1)
    pass.carriesOptimizerState = true
    var walker = problem.network
    var plain = Trainer<Double>(problem.architecture, random: RandomStream(seed: 9))
    var passObjective = Objective<Double>()
    passObjective.weights = weights
    var (best, least, bestPass, passes, walked) = (walker, Double.infinity, 0, 0, [Double]())
    while passes < 60 && passes - bestPass < patience {
      walked += try plain.fit(
        &walker, features: x, labels: y, recipe: pass, objective: passObjective, order: .given)
      passes += 1
      let loss = reference.lossSum(walker.parameters, xv, yv, weights: wv) / 6
      if loss < least { (best, least, bestPass) = (walker, loss, passes) }
    }
    #expect(losses == walked)
    #expect(network == best)
    #expect(passes > bestPass, "the last pass is not the best one, else this shows little")
    #expect((passes == 60) == (patience == 1000))
    // State is carried from the end, not from the best pass.
    #expect(trainer.state.steps == 3 * passes)
  }

  /// Twenty rows, six held out: a pass is 14 rows in three steps and 6 rows of 2·(4·8 + 8·3) = 112 forward.
  @Test func isMetered() throws {
    var recipe = Self.recipe
    (recipe.epochs, recipe.patience) = (7, 100)
    var network = Self.problem.network
    var trainer = Trainer<Double>(Self.problem.architecture, random: RandomStream(seed: 5))
    try trainer.fit(
      &network, features: Self.problem.features, labels: Self.problem.labels, recipe: recipe)
    #expect(trainer.usage.forward == 7 * (14 + 6) * 112)
    #expect(trainer.usage.backward == 7 * 14 * (112 + 2 * 8 * 3))
    #expect(trainer.usage.rowsTrained == 7 * 14 && trainer.usage.steps == 7 * 3)
    // Seven steps are two passes and a third of one, which is judged too.
    let before = trainer.usage
    recipe.steps = 7
    try trainer.fit(
      &network, features: Self.problem.features, labels: Self.problem.labels, recipe: recipe)
    let used = trainer.usage - before
    #expect(used.steps == 7 && used.rowsTrained == 33 && used.forward == (33 + 3 * 6) * 112)
  }

  /// The rows held out leave no trace in a fit of one pass.
  @Test func heldOutRowsAreNotTrainedOn() throws {
    var recipe = Self.recipe
    recipe.epochs = 1
    func trained(_ problem: Problem) throws -> (network: Network<Double>, heldOut: [Int]) {
      var network = problem.network
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 5))
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels, recipe: recipe)
      return (network, trainer.heldOut)
    }
    let (network, heldOut) = try trained(Self.problem)
    var other = Self.problem
    for i in heldOut { other.labels[i] = Double((Int(other.labels[i]) + 1) % 3) }
    #expect(try trained(other).network == network)
    other = Self.problem
    let kept = try #require((0..<20).first { !heldOut.contains($0) })
    other.labels[kept] = Double((Int(other.labels[kept]) + 1) % 3)
    #expect(try trained(other).network != network)
  }

  /// With adapters it is the adapter that is kept; the base stays.
  @Test func adapters() throws {
    let problem = Self.problem
    func trained(_ recipe: Recipe) throws -> (adapter: LowRankAdapter<Double>, steps: Int) {
      var random = RandomStream(seed: 1)
      var adapter = LowRankAdapter<Double>(problem.architecture, rank: 2, alpha: 2, using: &random)
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 5))
      let losses = try trainer.fit(
        &adapter, on: problem.network, features: problem.features, labels: problem.labels,
        recipe: recipe)
      return (adapter, losses.count)
    }
    let stopped = try trained(Self.recipe)
    #expect(stopped.steps < 180)
    // The best pass came `patience` passes before the end; a fit that is cut there ends with the same.
    var recipe = Self.recipe
    recipe.epochs = stopped.steps / 3 - 4
    #expect(try trained(recipe).adapter == stopped.adapter)
  }

  /// If no loss on held-out rows is a number, the fit has diverged, and the network is as before.
  @Test func divergence() throws {
    var problem = Self.problem
    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 5))
    try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: Self.recipe)
    for i in trainer.heldOut { problem.features[i, 0] = .nan }
    network = problem.network
    trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 5))
    #expect(throws: TrainingError.diverged) {
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels, recipe: Self.recipe)
    }
    #expect(network == problem.network)
  }

  /// One row, none, or no pass: nothing to hold out, nothing to judge.
  @Test func scarceRows() throws {
    let one = Problem([4, 8, 3], rows: 1)
    func trained(_ validation: Double, _ epochs: Int) throws -> Network<Double> {
      var network = one.network
      var trainer = Trainer<Double>(one.architecture, random: RandomStream(seed: 5))
      let recipe = Recipe(epochs: epochs, validation: validation)
      try trainer.fit(&network, features: one.features, labels: one.labels, recipe: recipe)
      try trainer.fit(&network, features: Matrix(columns: 4), labels: [], recipe: recipe)
      return network
    }
    #expect(try trained(0.5, 3) == trained(0, 3))
    #expect(try trained(0.5, 0) == one.network)
  }
}
