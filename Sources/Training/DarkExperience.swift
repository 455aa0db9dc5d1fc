public import Numerics

/// Old rows whose outputs are held to what they once were: dark experience replay (Buzzega et al. 2020,
/// eq. 5 and 6), in terms of their own beside the loss on the n new rows.
///
/// loss + α mean over rows and outputs of (z − z_mem)² on r = round(ratio · n) remembered rows
/// + β loss on r others, drawn independently. β = 0 is DER, else DER++. One forward and backward pass over
/// all of them; a part whose weight is 0 draws nothing.
public struct DarkExperience<Element: Scalar>: Hashable, Sendable {
  /// What is remembered.
  public var memory: RowMemory<Element>
  /// The pull of the outputs; its teacher has a row for each of the memory's.
  let pull: Distillation<Element>
  /// β
  public let beta: Double
  /// Remembered rows of each term for each new row.
  public let ratio: Double

  /// A pull towards the outputs [m, k] that a memory of m rows had when they entered it.
  public init(
    _ memory: RowMemory<Element>, outputs: Matrix<Element>, alpha: Double, beta: Double,
    ratio: Double
  ) {
    precondition(outputs.rows == memory.features.rows, "\(outputs.rows) outputs")
    precondition(alpha >= 0 && beta >= 0 && ratio > 0, "\(alpha), \(beta), ratio \(ratio)")
    self.memory = memory
    pull = Distillation(weight: alpha, distance: .squared, teacher: outputs)
    self.beta = beta
    self.ratio = ratio
  }

  /// α
  public var alpha: Double { pull.weight }

  /// Remembered rows that join `count` new ones: those whose outputs are pulled, and those with a loss.
  func rows(for count: Int) -> (pulled: Int, labelled: Int) {
    let drawn = Int((ratio * Double(count)).rounded())
    return (alpha > 0 ? drawn : 0, beta > 0 ? drawn : 0)
  }
}

/// The outputs, before the head, that training steps saw: of every row those of its last step, taken
/// before the step's change. They cost nothing, as the step computes them anyway.
public struct OutputRecord<Element: Scalar>: Hashable, Sendable {
  /// Outputs, [n, k].
  public private(set) var outputs: Matrix<Element>
  /// Whether a step saw the row, [n]; rows that were held out are not seen, nor are some where an allowance or
  /// a number of steps ends a fit.
  public private(set) var isSeen: [Bool]

  /// A record for a fit on n rows, nothing seen yet.
  public init(rows: Int, outputs: Int) {
    self.outputs = Matrix(rows: rows, columns: outputs)
    isSeen = Array(repeating: false, count: rows)
  }

  /// Notes the outputs of rows `order[first ..< first + count]`.
  @unsafe mutating func note(
    _ values: UnsafePointer<Element>, order: [Int], first: Int, count: Int
  ) {
    let k = outputs.columns
    unsafe outputs.withUnsafeMutableElements { outputs in
      for i in 0..<count {
        for j in 0..<k { unsafe outputs[order[first + i] * k + j] = values[i * k + j] }
      }
    }
    for i in first..<first + count { isSeen[order[i]] = true }
  }
}
