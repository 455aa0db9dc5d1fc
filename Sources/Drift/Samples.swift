internal import Core
internal import Numerics

/// The samples a two-sample test may be given.
enum Samples {
  /// Throws unless both samples have the same columns, at least one, enough rows and finite numbers
  /// only.
  static func check(
    _ reference: Matrix<Double>, _ current: Matrix<Double>, _ test: String, leastRows: Int
  ) throws(InputError) {
    guard reference.columns == current.columns && reference.columns >= 1 else {
      throw InputError(
        "\(test) cannot compare \(reference.columns) columns with \(current.columns); allowed: the "
          + "same number, ≥ 1")
    }
    for (sample, name) in [(reference, "reference"), (current, "current sample")] {
      let least = max(1, leastRows)
      guard sample.rows >= least else {
        throw InputError(
          "\(test) cannot take \(sample.rows) rows as the \(name); allowed: ≥ \(least)")
      }
      if let place = sample.elements.firstIndex(where: { !$0.isFinite }) {
        let (row, column) = (place / sample.columns + 1, place % sample.columns + 1)
        throw InputError(
          "\(test) cannot take the value \(sample.elements[place]) in row \(row), column \(column) "
            + "of the \(name); allowed: any finite number")
      }
    }
  }

  /// Column j, [n].
  static func column(_ j: Int, of sample: Matrix<Double>) -> [Double] {
    (0..<sample.rows).map { sample[$0, j] }
  }
}
