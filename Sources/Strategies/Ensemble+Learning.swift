internal import Core
internal import Numerics
internal import Training

extension Ensemble {
  /// Trains on a chunk by the rules of the kind. Nothing changes if a fit diverges.
  mutating func learn(
    _ rows: Examples, _ context: UpdateContext, with trainer: inout Trainer<Float>
  ) throws {
    var next = self
    switch kind {
    case .dwm: try next.learnMajority(rows, context, with: &trainer)
    case .aue2: try next.learnAccuracy(rows, context, with: &trainer)
    case .learnNSE:
      try next.fit([next.add(context)], rows, context, with: &trainer)
      next.judge(rows, with: &trainer)
      if next.networks.count > capacity {
        // The newest has not shown yet what it is worth.
        let worst = next.histories.indices.dropLast()
          .max { next.histories[$0].latest < next.histories[$1].latest }
        next.histories.remove(at: worst ?? 0)
        next.networks.remove(at: worst ?? 0)
      }
    }
    self = next
  }

  /// A fresh member; returns its place.
  private mutating func add(_ context: UpdateContext) -> Int {
    networks.append(context.freshNetwork())
    if kind == .learnNSE { histories.append(ErrorHistory()) }
    return networks.count - 1
  }

  /// Fits some members to the same rows, each with an equal share of what may be spent.
  private mutating func fit(
    _ chosen: [Int], _ rows: Examples, _ context: UpdateContext,
    with trainer: inout Trainer<Float>
  ) throws {
    let allowance = trainer.allowance
    defer { trainer.allowance = allowance }
    var recipe = context.recipe
    // There is one optimizer state, and several members.
    if limit > 1 { recipe.carriesOptimizerState = false }
    for (done, i) in chosen.enumerated() {
      trainer.allowance = allowance?.share(of: chosen.count - done, after: trainer.usage)
      try trainer.fit(&networks[i], on: rows, recipe: recipe)
    }
  }

  /// A new member if the majority was wrong; then all train.
  private mutating func learnMajority(
    _ rows: Examples, _ context: UpdateContext, with trainer: inout Trainer<Float>
  ) throws {
    if isWrong {
      if networks.count >= capacity { networks.remove(at: majority.removeWorst()) }
      majority.add()
      _ = add(context)
      isWrong = false
    }
    try fit(Array(networks.indices), rows, context, with: &trainer)
  }

  /// Members are weighed, the worst makes room for a new one, and the others train on.
  private mutating func learnAccuracy(
    _ rows: Examples, _ context: UpdateContext, with trainer: inout Trainer<Float>
  ) throws {
    let architecture = networks[0].architecture
    let isRegression = architecture.head == .regression
    let random = AccuracyWeights.randomError(
      rows.labels, classes: architecture.outputs, isRegression: isRegression)
    accuracies = []
    for network in networks {
      let outputs = trainer.outputs(of: network, rows.features, tasks: rows.tasks)
      let error = AccuracyWeights.error(outputs, rows.labels, isRegression: isRegression)
      accuracies.append(AccuracyWeights.weight(random: random, error: error))
    }
    if networks.count >= capacity {
      let worst = accuracies.indices.min { accuracies[$0] < accuracies[$1] } ?? 0
      accuracies.remove(at: worst)
      networks.remove(at: worst)
    }
    accuracies.append(AccuracyWeights.weight(random: random, error: 0))
    let newest = add(context)
    try fit([newest] + Array(0..<newest), rows, context, with: &trainer)
  }

  /// Learn++.NSE: weighs rows by whether the ensemble, without a new member, gets them right, and adds every
  /// member's error to its history.
  mutating func judge(_ rows: Examples, with trainer: inout Trainer<Float>) {
    let answers = networks.map { answer(of: $0, rows, with: &trainer) }
    let before = weights
    let isJudged = histories.map { $0.isEmpty == false }
    var isRight = [Bool](repeating: true, count: rows.count)
    if isJudged.contains(true) {
      for i in 0..<rows.count {
        var votes = [Double](repeating: 0, count: networks[0].architecture.outputs)
        for j in networks.indices where isJudged[j] { votes[answers[j][i]] += before[j] }
        let majority = votes.indices.max { (votes[$0], $1) < (votes[$1], $0) } ?? 0
        isRight[i] = majority == Int(rows.labels[i])
      }
    }
    let shares = ErrorHistory.rowWeights(isRight: isRight)
    for j in networks.indices {
      var error = 0.0
      for i in 0..<rows.count where answers[j][i] != Int(rows.labels[i]) { error += shares[i] }
      histories[j].take(error, slope: slope, delay: delay)
    }
  }
}
