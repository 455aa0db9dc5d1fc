internal import Core

/// When the labels of the recent rows arrived, and how long they had been under way.
struct Arrivals {
  private var groups: [(step: Int, rows: Int, delay: Double)] = []

  /// Rows whose labels arrived at the end of a step, and the mean of their delays in steps.
  mutating func add(step: Int, rows: Int, delay: Double) {
    if rows > 0 { groups.append((step, rows, delay)) }
  }

  /// How many rows there are, and when they arrived.
  var window: NewRows {
    NewRows(groups.reduce(0) { $0 + $1.rows }, first: groups.first?.step, last: groups.last?.step)
  }

  /// Of the first `rows` rows, the mean delay of their labels and the mean time from then to a decision at the
  /// end of `step`, both in steps; 0 without rows.
  func means(first rows: Int, step: Int) -> (label: Double, detection: Double) {
    var (left, label, detection) = (rows, 0.0, 0.0)
    for group in groups where left > 0 {
      let taken = min(group.rows, left)
      label += group.delay * Double(taken)
      detection += Double(max(step - group.step, 0) * taken)
      left -= taken
    }
    let count = Double(max(rows - left, 1))
    return (label / count, detection / count)
  }

  /// What the first `rows` rows had waited when a request began to be followed.
  func latency(ofFirst rows: Int, _ request: UpdateRequest, _ clock: Clock) -> FeedbackLatency {
    let (label, detection) = means(first: rows, step: request.step)
    var latency = FeedbackLatency()
    latency.label = label * clock.stepSeconds
    latency.detection = detection * clock.stepSeconds
    (latency.queue, latency.review) = (request.queueSeconds, request.reviewSeconds)
    return latency
  }

  /// Forgets the first so many rows.
  mutating func remove(first rows: Int) {
    var left = rows
    while left > 0, let group = groups.first {
      if group.rows > left {
        groups[0].rows -= left
        return
      }
      left -= group.rows
      groups.removeFirst()
    }
  }
}
