internal import Core
internal import Numerics

/// Rows that a diagnosis looks at: what came, when, and how the live model answered.
struct DiagnosedRows: Sendable, Codable {
  /// Inputs, [n, d].
  private(set) var features: Matrix<Float>
  /// Labels, [n]; 0 where only inputs are kept.
  private(set) var labels: [Float] = []
  /// The step each came in, [n].
  private(set) var steps: [Int] = []
  /// Whether the live model was wrong, [n]; `nil` where that is not known.
  private(set) var errors: [Bool?] = []
  /// The version that answered, [n]; −1 where that is not known.
  private(set) var versions: [Int] = []

  init(width: Int) { features = Matrix(columns: width) }

  var count: Int { labels.count }

  mutating func append(
    _ row: ArraySlice<Float>, label: Float, step: Int, error: Bool?, version: Int
  ) {
    features.append(row: row)
    labels.append(label)
    steps.append(step)
    errors.append(error)
    versions.append(version)
  }

  /// Appends row i of others.
  mutating func append(_ i: Int, of other: DiagnosedRows) {
    append(
      other.features.row(i), label: other.labels[i], step: other.steps[i], error: other.errors[i],
      version: other.versions[i])
  }

  /// Overwrites row `place` by row i of others.
  mutating func replace(_ place: Int, with i: Int, of other: DiagnosedRows) {
    features.replace(row: place, with: other.features.row(i))
    labels[place] = other.labels[i]
    steps[place] = other.steps[i]
    errors[place] = other.errors[i]
    versions[place] = other.versions[i]
  }

  /// The rows with the given indices.
  func gather(_ indices: some Collection<Int>) -> DiagnosedRows {
    var result = DiagnosedRows(width: features.columns)
    result.features = features.gather(indices)
    result.labels = indices.map { labels[$0] }
    result.steps = indices.map { steps[$0] }
    result.errors = indices.map { errors[$0] }
    result.versions = indices.map { versions[$0] }
    return result
  }

  /// Rows in their order, copied as a whole.
  subscript(range: Range<Int>) -> DiagnosedRows {
    var result = DiagnosedRows(width: features.columns)
    result.append(range, of: self)
    return result
  }

  /// Appends rows of others.
  mutating func append(_ range: Range<Int>, of other: DiagnosedRows) {
    features.append(rows: range, of: other.features)
    labels += other.labels[range]
    steps += other.steps[range]
    errors += other.errors[range]
    versions += other.versions[range]
  }

  /// Appends rows of one step that one version answered, their labels and errors.
  mutating func append(
    _ rows: Matrix<Float>, labels: [Float], step: Int, errors: [Bool?], version: Int
  ) {
    features.append(rows: 0..<rows.rows, of: rows)
    self.labels += labels
    steps += repeatElement(step, count: rows.rows)
    self.errors += errors
    versions += repeatElement(version, count: rows.rows)
  }
}

/// A uniform sample of all rows offered (Vitter 1985, algorithm R).
struct RowSample: Sendable, Codable {
  private(set) var rows: DiagnosedRows
  private var sample: UniformSample

  init(width: Int, capacity: Int) {
    rows = DiagnosedRows(width: width)
    sample = UniformSample(capacity: capacity)
  }

  /// Offers every row, each standing for so many.
  mutating func offer(
    _ others: DiagnosedRows, _ range: Range<Int>, using random: inout RandomStream
  ) {
    let rest = range.dropFirst(max(0, sample.capacity - rows.count))
    rows.append(range.lowerBound..<rest.startIndex, of: others)
    sample.fill(range.count - rest.count)
    for i in rest {
      guard let place = sample.place(using: &random) else { continue }
      rows.replace(place, with: i, of: others)
    }
  }
}

/// The rows of a regime: a reference that is known to be of one law, the newest rows, and what came between
/// since the last description.
struct RegimeRows: Sendable, Codable {
  private(set) var reference: RowSample
  var current: DiagnosedRows { newest[gone..<newest.count] }
  /// How many these are.
  var currentCount: Int { newest.count - gone }
  /// The newest rows behind some that are no longer among them, which go all at once when they are as many.
  private var newest: DiagnosedRows
  private var gone = 0
  private var between: RowSample
  /// Some rows of each of the latest steps, in order; none where it has no trail.
  private(set) var trail: DiagnosedRows
  private let width: Int, window: Int, capacity: Int, hasTrail: Bool

  /// Rows of a step kept in the trail, and steps.
  static let trailRows = 50, trailSteps = 80

  init(width: Int, window: Int, capacity: Int, hasTrail: Bool) {
    (self.width, self.window, self.capacity) = (width, window, capacity)
    self.hasTrail = hasTrail
    reference = RowSample(width: width, capacity: capacity)
    between = RowSample(width: width, capacity: capacity)
    newest = DiagnosedRows(width: width)
    trail = DiagnosedRows(width: width)
  }

  /// Takes rows of a step; those of the warm-up are reference.
  mutating func add(_ rows: DiagnosedRows, step: Int, using random: inout RandomStream) {
    guard rows.count > 0 else { return }
    if step < 0 { return reference.offer(rows, 0..<rows.count, using: &random) }
    newest.append(0..<rows.count, of: rows)
    let first = max(gone, newest.count - window)
    between.offer(newest, gone..<first, using: &random)
    gone = first
    if gone > window { (newest, gone) = (current, 0) }
    guard hasTrail else { return }
    let stride = max(1, (rows.count + Self.trailRows - 1) / Self.trailRows)
    for i in Swift.stride(from: 0, to: rows.count, by: stride) { trail.append(i, of: rows) }
    // Steps only grow: more than half are old if the middle one is.
    if trail.steps[trail.count / 2] <= step - Self.trailSteps {
      trail = trail[trail.steps.count { $0 <= step - Self.trailSteps }..<trail.count]
    }
  }

  /// Nothing has changed: what came between is reference too.
  mutating func settle(using random: inout RandomStream) {
    reference.offer(between.rows, 0..<between.rows.count, using: &random)
    between = RowSample(width: width, capacity: capacity)
  }

  /// Something has changed: the newest rows, from a step on if there are enough of them, become the reference.
  mutating func turn(from onset: Int?, leastRows: Int, using random: inout RandomStream) {
    var rows = current
    if let onset {
      let later = current.steps.indices.filter { current.steps[$0] >= onset }
      if later.count >= leastRows { rows = current.gather(later) }
    }
    self = RegimeRows(width: width, window: window, capacity: capacity, hasTrail: hasTrail)
    reference.offer(rows, 0..<rows.count, using: &random)
  }
}
