public import Core

/// What the planner needs of a layer, in a chosen unit.
extension FreshFits {
  /// ℓ(∅, t): what the first model loses in each step.
  public func initialLosses(_ prices: StalenessPrices) -> [Double] {
    (0..<stream.steps).map { prices.loss(of: initial, $0, stream) }
  }

  /// By the step of the decision, the models that could be started, with price, lag and losses; `nil` where none was
  /// trained, or training diverged.
  ///
  /// A trigger that fires while another update is under way is held: plan with `mayOverlap` off. An
  /// update needs rows that arrived since the one before; where labels are rare a plan may want one that has none.
  public func candidates(_ prices: StalenessPrices) throws(InputError) -> [CandidateModel?] {
    var result: [CandidateModel?] = []
    for step in 0..<stream.steps {
      guard let fit = update(at: step), !fit.hasDiverged else {
        result.append(nil)
        continue
      }
      let losses = (fit.ready..<stream.steps).map { prices.loss(of: fit, $0, stream) }
      result.append(
        CandidateModel(
          price: try prices.price(of: fit), lag: max(fit.ready - step, 1), losses: losses))
    }
    return result
  }

  /// What a run costs: its answers, and all updates that began, unfinished ones included, as the planner has it.
  public func cost(
    of run: ReplayedRun, _ prices: StalenessPrices
  ) throws(InputError) -> ReplayedCost {
    var (serving, updates) = (0.0, 0.0)
    for (step, served) in run.serving.enumerated() {
      serving += prices.loss(of: model(served), step, stream)
    }
    for step in run.asked {
      if let fit = update(at: step) { updates += try prices.price(of: fit) }
    }
    return ReplayedCost(serving: serving, updates: updates)
  }
}

/// What a run costs, in the unit of its prices.
public struct ReplayedCost: Hashable, Sendable {
  /// Its answers.
  public let serving: Double
  /// Its updates.
  public let updates: Double
  /// J.
  public var total: Double { serving + updates }
}
