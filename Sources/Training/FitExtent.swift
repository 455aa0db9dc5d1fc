/// How much a fit on so many rows is by a recipe, unless an allowance or early stopping says otherwise.
public struct FitExtent: Hashable, Sendable {
  /// Rows that are held out: round(share · n), but at least one and not all; none of a single row.
  public let heldOut: Int
  /// Training steps.
  public let steps: Int
  /// Rows that go through them, once each time.
  public let rowsTrained: Int
  /// Passes over the rows that are not held out, the last one whole or cut.
  public let passes: Int

  init(rows n: Int, _ recipe: Recipe) {
    let share = Int((recipe.validation * Double(n)).rounded())
    heldOut = recipe.validation > 0 && n > 1 ? min(max(share, 1), n - 1) : 0
    let pass = n - heldOut
    guard pass > 0 else {
      (steps, rowsTrained, passes) = (0, 0, 0)
      return
    }
    let stepsPerPass = (pass + recipe.batch - 1) / recipe.batch
    steps = recipe.steps ?? recipe.epochs * stepsPerPass
    let (whole, rest) = steps.quotientAndRemainder(dividingBy: stepsPerPass)
    rowsTrained = whole * pass + rest * recipe.batch
    passes = whole + (rest > 0 ? 1 : 0)
  }
}

extension Recipe {
  /// How much a fit on so many rows is.
  public func extent(of rows: Int) -> FitExtent { FitExtent(rows: rows, self) }
}
