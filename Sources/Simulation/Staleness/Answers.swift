internal import Core

/// What one model answers to every row from one on, as small as it can be kept: a class takes a byte or two.
struct Answers: Hashable, Sendable {
  /// The number of the first row.
  let firstRow: Int
  /// Predicted classes, of at most 256.
  private(set) var small: [UInt8] = []
  /// Of more.
  private(set) var large: [UInt16] = []
  /// Predicted values, in regression.
  private(set) var values: [Float] = []
  /// Negative log-probability of the label, or squared error.
  private(set) var losses: [Float] = []
  /// k; 0 in regression.
  let classCount: Int

  /// No answers yet.
  init(firstRow: Int, rows: Int, classCount: Int) {
    precondition(classCount <= 1 << 16, "\(classCount) classes")
    (self.firstRow, self.classCount) = (firstRow, classCount)
    losses.reserveCapacity(rows)
    switch classCount {
    case 0: values.reserveCapacity(rows)
    case ...256: small.reserveCapacity(rows)
    default: large.reserveCapacity(rows)
    }
  }

  /// Answers that were kept.
  init(
    firstRow: Int, classCount: Int, small: [UInt8], large: [UInt16], values: [Float],
    losses: [Float]
  ) {
    (self.firstRow, self.classCount, self.losses) = (firstRow, classCount, losses)
    (self.small, self.large, self.values) = (small, large, values)
  }

  /// The number of the row after the last.
  var endRow: Int { firstRow + losses.count }

  /// Adds the answers to the next rows.
  mutating func append(_ predictions: borrowing Predictions, _ labels: ArraySlice<Float>) {
    switch classCount {
    case 0: values += predictions.labels
    case ...256: for label in predictions.labels { small.append(UInt8(label)) }
    default: for label in predictions.labels { large.append(UInt16(label)) }
    }
    for (i, label) in labels.enumerated() { losses.append(predictions.loss(i, label: label)) }
  }

  /// Adds what becomes known of some rows when their labels arrive, `labels` those of all rows.
  func append(_ rows: Range<Int>, _ labels: [Float], to outcomes: inout [Outcome]) {
    let start = outcomes.count
    outcomes.append(
      contentsOf: repeatElement(Outcome(label: 0, prediction: 0, loss: 0), count: rows.count))
    var known = outcomes.mutableSpan
    let (first, labels, losses) = (rows.lowerBound, labels.span, losses.span)
    let (shift, small, large, values) = (first - firstRow, small.span, large.span, values.span)
    for i in 0..<rows.count {
      let prediction =
        switch classCount {
        case 0: values[shift + i]
        case ...256: Float(small[shift + i])
        default: Float(large[shift + i])
        }
      known[start + i] = Outcome(
        label: labels[first + i], prediction: prediction, loss: losses[shift + i])
    }
  }

  /// The predicted class of a row.
  func predicted(_ row: Int) -> Int {
    classCount <= 256 ? Int(small[row - firstRow]) : Int(large[row - firstRow])
  }

  /// How many of some rows were answered wrong; 0 in regression.
  func errors(_ rows: Range<Int>, _ labels: [Float]) -> Int {
    guard classCount > 0 else { return 0 }
    return rows.count { predicted($0) != Int(labels[$0]) }
  }

  /// The sum of the losses of some rows.
  func lossSum(_ rows: Range<Int>) -> Double {
    rows.reduce(0) { $0 + Double(losses[$1 - firstRow]) }
  }
}
