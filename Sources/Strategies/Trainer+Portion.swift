internal import Core
internal import Training

extension Trainer where Element == Float {
  /// Trains a network in place on exactly `count` rows: whole passes, and the part of one that is left. For
  /// updates of several fits: the allowance of an update, which a single fit would use up, stays as it was.
  mutating func fit(
    _ network: inout Network<Float>, on rows: Examples, count: Int, recipe: Recipe,
    objective: Objective<Float> = Objective()
  ) throws(TrainingError) {
    let granted = allowance
    defer { allowance = granted }
    allowance = .rows(usage.rowsTrained + count)
    try fit(&network, on: rows, recipe: recipe, objective: objective)
  }

  /// Whether an update that goes on in rounds has another one: until the allowance is used up where there
  /// is one, else so many.
  func goesOn(after rounds: Int, of all: Int) -> Bool {
    guard let allowance else { return rounds < all }
    return !allowance.isReached(by: usage)
  }
}
