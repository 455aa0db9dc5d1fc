internal import Core
internal import Training

/// What updates may spend in a comparison at equal means.
///
/// Each update adds what fine-tuning on its new rows would take, times the budget's factor. What an update
/// overspends (a training step or a Fisher pass is not cut short) is missing from the next, so that totals
/// match; an update that could not take a single step is put off until its rows have added enough.
struct Purse {
  private let budget: Budget?
  private let recipe: Recipe
  private let architecture: Architecture
  /// The meter when the first model stood, before the strategy did anything.
  private let start: Usage
  private var granted = 0.0

  init(
    _ budget: Budget?, _ recipe: Recipe, _ architecture: Architecture, start: Usage = Usage()
  ) {
    self.budget = budget
    self.recipe = recipe
    self.architecture = architecture
    self.start = start
  }

  /// The reading of the meter up to which an update on so many new rows may train; `nil` is no limit.
  func allowance(rows: Int) -> Allowance? {
    let total = Int(granted + grant(rows))
    return switch budget {
    case .equalFlops: .flops(start.trainingFlops + total)
    case .equalRows: .rows(start.rowsTrained + total)
    case .equalMemory, nil: nil
    }
  }

  /// Notes that an update on so many new rows has been made.
  mutating func spend(rows: Int) { granted += grant(rows) }

  private func grant(_ rows: Int) -> Double {
    switch budget {
    case .equalFlops(let factor): factor * Double(fineTuningFlops(rows))
    case .equalRows(let factor): factor * Double(recipe.extent(of: rows).rowsTrained)
    case .equalMemory, nil: 0
    }
  }

  /// Forward and backward passes, an optimizer step a batch, and the loss on held-out rows after every pass; as
  /// if nothing stopped it early.
  private func fineTuningFlops(_ rows: Int) -> Int {
    let extent = recipe.extent(of: rows)
    let optimizer = recipe.optimizer.flops(weightDecay: recipe.weightDecay != 0)
    return extent.rowsTrained * (architecture.forwardFlops + architecture.backwardFlops)
      + extent.steps * architecture.parameterCount * optimizer
      + extent.passes * extent.heldOut * architecture.forwardFlops
  }
}
