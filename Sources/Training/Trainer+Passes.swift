internal import Numerics

extension Trainer {
  /// What a fit trains: the network's parameters or an adapter's.
  @unsafe struct Subject {
    /// The trained vector.
    let vector: UnsafeMutablePointer<Element>
    /// Its gradient.
    let gradient: UnsafeMutablePointer<Element>
    /// Length of both.
    let count: Int
    /// The parts of the vector that are trained.
    let ranges: [Range<Int>]
    /// How many numbers those are.
    var trainedCount: Int { unsafe ranges.reduce(0) { $0 + $1.count } }
    /// Where backward passes write.
    let target: Workspace<Element>.GradientTarget
    /// The adapter beside the network, if there is one.
    let adapter: AdapterPass<Element>?
    /// The belief whose means and logarithms of variances these are, if it is one.
    var belief: BeliefPass<Element>?
    /// What gradient clipping concerns: a belief's variances have bounds of their own.
    var clipped: ArraySlice<Range<Int>> {
      guard let belief = unsafe belief else { return unsafe ranges[...] }
      return unsafe ranges.prefix(belief.part.includesMeans ? 1 : 0)
    }
  }

  /// The labelled rows of a fit.
  @unsafe struct Rows {
    let features: UnsafePointer<Element>
    let labels: UnsafePointer<Element>
    let scaling: InputScaling<Element>?
  }

  /// All passes of a fit.
  @unsafe mutating func run(
    _ subject: Subject, _ network: Network<Element>, _ features: Matrix<Element>,
    _ labels: [Element], _ recipe: Recipe, _ objective: Objective<Element>, _ order: RowOrder
  ) throws(TrainingError) -> [Double] {
    let count = features.rows
    precondition(
      labels.count == count * network.architecture.targetWidth, "labels for \(count) rows")
    precondition(features.columns == network.architecture.inputs, "\(features.columns) features")
    precondition(objective.weights.map { $0.count == count } ?? true, "weights for \(count) rows")
    var objective = objective
    (heads, seen) = (network.heads, network.seen)
    let extent = recipe.extent(of: count)
    split(count, holdingOut: extent.heldOut)
    var stopping = EarlyStopping(patience: recipe.patience)
    var losses: [Double] = []
    losses.reserveCapacity(min(extent.steps, 1 << 20))
    while count > 0 && stopping.goesOn && goesOn(after: losses.count, of: extent.steps) {
      if order == .shuffled { random.shuffle(&self.order) }
      unsafe features.withUnsafeElements { x in
        unsafe labels.withUnsafeBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          let rows = unsafe Rows(features: x, labels: y, scaling: network.scaling)
          unsafe pass(subject, rows, recipe, &objective, of: extent.steps, &losses)
          unsafe judge(subject, rows, objective.weights, &stopping)
        }
      }
      guard losses.last?.isFinite ?? true else { throw .diverged }
    }
    if !heldOut.isEmpty && !losses.isEmpty { unsafe try restoreBest(subject, stopping) }
    guard unsafe dot(subject.vector, subject.vector, subject.count).isFinite else {
      throw .diverged
    }
    return losses
  }

  /// Steps over the rows in their order, each once, until the fit has had as many as it may or a loss is not
  /// finite.
  @unsafe private mutating func pass(
    _ subject: Subject, _ rows: Rows, _ recipe: Recipe, _ objective: inout Objective<Element>,
    of steps: Int, _ losses: inout [Double]
  ) {
    for first in stride(from: 0, to: order.count, by: recipe.batch)
    where goesOn(after: losses.count, of: steps) {
      let n = min(recipe.batch, order.count - first)
      let rate = recipe.learningRate * recipe.schedule.factor(at: losses.count, of: steps)
      let loss = unsafe step(subject, rows, first: first, count: n, rate, recipe, &objective)
      losses.append(loss)
      if !loss.isFinite { return }
    }
  }

  /// Whether a fit that has taken some steps takes another: until the allowance is used up where there is one,
  /// else as many as the recipe says.
  private func goesOn(after taken: Int, of steps: Int) -> Bool {
    allowance == nil ? taken < steps : isWithinAllowance
  }
}
