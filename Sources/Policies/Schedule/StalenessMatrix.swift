public import Core

/// What every model that could have been trained would have lost at every later step; prices any schedule without
/// training again.
///
/// For a fresh-fit strategy the model started at step s depends on s alone, not on the updates before it. With T
/// steps, the initial model ∅ and candidates (s, layer):
///
///     ℓ(s, t)    serving loss at step t of the model started at s; of ∅ at every t
///     c(s) ≥ 0   whole price of the update
///     d(s) ≥ 0   its lag: it can serve from step a(s) = s + d(s) on
///
/// Losses and prices share one unit, which the caller chooses: money, or errors with prices to match. A layer is a
/// strategy with its window; all layers share T and ∅, and a schedule picks the layer of each update. A step may lack
/// a candidate (too few rows, a coarser grid).
///
/// At each step the latest started among the models that are ready serves. Lags may differ from model to model, so
/// that a model may be overtaken by one started after it: from then on, or altogether, it does not serve.
///
/// Losses are kept as prefix sums S(s, t) = Σ_{a(s) ≤ u < t} ℓ(s, u), one triangle a layer: ½ T² numbers. So
/// A(s, a, b) = Σ_{a ≤ t < b} ℓ(s, t) is one difference, exact for whole losses and else to rounding of the sum.
public struct StalenessMatrix: Equatable, Sendable {
  /// A model: ∅ is the first, candidates follow by step, then layer.
  struct Row: Equatable, Sendable {
    let step: Int, layer: Int
    /// a(s), at most T.
    let ready: Int
    var price: Double
    /// Where S(s, a(s)) = 0 is kept; S(s, t) is t − a(s) further.
    let offset: Int
  }

  /// T.
  public let steps: Int
  /// How many layers there are.
  public let layers: Int
  /// Whether the best schedule may start an update while another is under way; if not, the next starts at a(s) or
  /// later, as where a trigger that fires meanwhile is held. Given schedules are priced as they are.
  public var mayOverlap = true
  private(set) var rows: [Row]
  /// The first row of each step or later, T + 1 of them.
  private(set) var firstRows: [Int]
  private(set) var sums: [Double]

  /// A matrix from the losses of the initial model at steps 0 ..< T and, for each layer, a candidate or `nil` for
  /// each step at which one could start.
  ///
  /// - Throws: ``StalenessError`` for numbers that are missing, too many, or out of range.
  public init(
    initial: [Double], layers: [[CandidateModel?]] = []
  ) throws(StalenessError) {
    steps = initial.count
    self.layers = layers.count
    guard steps > 0 else { throw .noSteps }
    (rows, firstRows, sums) = ([], [], [])
    for (layer, starts) in layers.enumerated() where starts.count != steps {
      throw .wrongStarts(layer: layer, count: starts.count, steps: steps)
    }
    try add(CandidateModel(price: 0, lag: 0, losses: initial), nil)
    for step in 0..<steps {
      firstRows.append(rows.count)
      for (layer, starts) in layers.enumerated() {
        guard let model = starts[step] else { continue }
        try add(model, ScheduledUpdate(step: step, layer: layer))
      }
    }
    firstRows.append(rows.count)
  }

  private mutating func add(
    _ model: CandidateModel, _ update: ScheduledUpdate?
  ) throws(StalenessError) {
    let step = update?.step ?? 0
    if let update {
      guard model.price >= 0 && model.price.isFinite else { throw .badPrice(update, model.price) }
      guard model.lag >= 0 else { throw .badLag(update, model.lag) }
    }
    let ready = step + min(model.lag, steps - step)
    guard model.losses.count == steps - ready else {
      throw .wrongLosses(update, count: model.losses.count, expected: steps - ready)
    }
    rows.append(
      Row(
        step: step, layer: update?.layer ?? -1, ready: ready, price: model.price,
        offset: sums.count))
    var sum = 0.0
    sums.append(sum)
    for (i, loss) in model.losses.enumerated() {
      guard loss.isFinite else { throw .badLoss(update, step: ready + i) }
      sum += loss
      sums.append(sum)
    }
  }
}

extension StalenessMatrix {
  /// Every model that could be started, by step, then layer.
  public var candidates: [ScheduledUpdate] { rows.dropFirst().map(\.update) }

  /// Whether such a model could be started.
  public func contains(_ update: ScheduledUpdate) -> Bool { find(update) != nil }

  /// c(s), the whole price of an update.
  public func price(of update: ScheduledUpdate) -> Double { row(update).price }

  /// a(s) = s + d(s), the first step that a model could serve; T if it is never ready.
  public func ready(_ update: ScheduledUpdate) -> Int { row(update).ready }

  /// A(s, a, b) = Σ ℓ(s, t) over steps, none before the model is ready; `nil` is the initial model.
  public func loss(of model: ScheduledUpdate?, over steps: Range<Int>) -> Double {
    let row = model.map(row) ?? rows[0]
    precondition(
      steps.lowerBound >= row.ready && steps.upperBound <= self.steps,
      "steps \(steps) of a model that serves \(row.ready)..<\(self.steps)")
    return loss(row, steps.lowerBound, steps.upperBound)
  }

  /// The same matrix at other prices: losses times one weight, prices of updates times another, both ≥ 0.
  public func weighted(losses: Double, prices: Double) -> StalenessMatrix {
    precondition(
      losses >= 0 && prices >= 0 && losses.isFinite && prices.isFinite,
      "weights \(losses), \(prices)")
    var result = self
    for i in rows.indices { result.rows[i].price *= prices }
    for i in sums.indices { result.sums[i] *= losses }
    return result
  }

  /// The same matrix without the candidates of other layers; layers keep their numbers.
  public func only(layers kept: Set<Int>) -> StalenessMatrix {
    var result = self
    result.rows = rows.filter { $0.layer < 0 || kept.contains($0.layer) }
    var first = 1
    for step in 0...steps {
      while first < result.rows.count && result.rows[first].step < step { first += 1 }
      result.firstRows[step] = first
    }
    return result
  }

  /// A(s, a, b) of a row, a(s) ≤ a, b.
  @inline(__always) func loss(_ row: Row, _ from: Int, _ to: Int) -> Double {
    sums[row.offset + to - row.ready] - sums[row.offset + from - row.ready]
  }

  /// Where a model is in `rows`, if there is one.
  func find(_ update: ScheduledUpdate) -> Int? {
    guard update.step >= 0 && update.step < steps else { return nil }
    let (first, end) = (firstRows[update.step], firstRows[update.step + 1])
    // Where it is if every layer has a candidate.
    let expected = first + update.layer
    if update.layer >= 0, expected < end, rows[expected].layer == update.layer { return expected }
    return (first..<end).first { rows[$0].layer == update.layer }
  }

  /// The row of a model that must exist.
  func row(_ update: ScheduledUpdate) -> Row {
    guard let index = find(update) else {
      preconditionFailure("no model of layer \(update.layer) starts at step \(update.step)")
    }
    return rows[index]
  }
}

extension StalenessMatrix.Row {
  /// The update that starts it.
  var update: ScheduledUpdate { ScheduledUpdate(step: step, layer: layer) }
}
