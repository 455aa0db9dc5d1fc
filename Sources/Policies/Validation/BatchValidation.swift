public import Core
internal import Numerics

/// `batches`: compares every batch of arrived rows with those before it, and quarantines what cannot be drift.
///
/// *Reference.* The last `memory` accepted batches, renewed after every quarter as many; the warm-up, cut into
/// as many parts, to begin with. It moves with what is accepted, and so with slow drift.
///
/// *Checks.* See ``BatchCheck``; a value fails beyond its tolerance + twice the median that the reference's
/// own batches have against all of them. Before any, rows that the schema does not admit fail the batch, as
/// far as the reference has none. Batches of fewer than `min-rows` rows are checked for the schema only.
///
/// *How.* A batch that passes every check for certain, by bounds that one pass over it gives (``BatchScreen``), is
/// accepted at once; what a passing check then reports is its bound. Only others are sorted and measured, and only
/// for them is the reference: verdicts, and the values of checks that fail, are those of checking everything.
///
/// *Release.* A quarantined batch is kept. When `release` batches in a row have been quarantined for changes
/// only (`distance`, `label-rate`, `order`), and each passes all checks against those of them before it, they
/// are no accident: they may be trained on and become the reference. With faults in each of them (`range`, `unit`,
/// `missing`, `constant`, `duplicates`) it takes `release-faults`. After `release-faults` in a row, whatever they
/// are, those at the end that agree are released, however few they are, so that nothing but a broken schema
/// stays out for ever. An accepted batch ends the row, and what is in quarantine by then stays there. So an
/// abrupt drift that fails a check is learned from `release` − 1 batches late, and a corruption that lasts longer
/// than that gets through.
///
/// Source: own rules, after Breck et al., *Data validation for machine learning*, SysML 2019; Schelter et al.,
/// *Automating large-scale data quality verification*, VLDB 2018. Cost: O(d n) a batch of n rows that is accepted
/// at once; O(d (n + m) log m) of another one, m rows in the reference.
public struct BatchValidation: RowValidation, Codable {
  let tolerances: [Double]
  let memory: Int
  let minRows: Int
  let release: Int
  let releaseFaults: Int
  /// Whether batches are cleared without their checks where a bound of these is enough; the verdicts are the same.
  private let isScreened: Bool

  private var layout: ColumnLayout?
  /// The last accepted batches.
  private var accepted: [ArrivedRows] = []
  /// Those that are the reference, what they look like once that was asked for, and what tells without it.
  private var basis: [ArrivedRows] = []
  private var reference: BatchReference?
  private var screen: BatchScreen?
  /// The share of the reference's rows whose levels the schema does not admit.
  private var tornShare = 0.0
  private var sinceRenewal = 0
  /// Whether a batch passed that the screen did not clear, so that its cuts may be out of date.
  private var isLoose = false
  /// The batches at the end of a row of quarantined ones that agree with each other, all of them with faults
  /// or none.
  private var held: [ArrivedRows] = []
  private var hasFault = false
  /// Quarantined batches in a row.
  private var row = 0
  /// See ``RowValidation``.
  public private(set) var flops = 0

  init(
    tolerances: [Double], memory: Int = 20, minRows: Int = 20, release: Int = 3,
    releaseFaults: Int = 20, isScreened: Bool = true
  ) {
    self.tolerances = tolerances
    self.memory = memory
    self.minRows = minRows
    self.release = release
    self.releaseFaults = releaseFaults
    self.isScreened = isScreened
  }

  /// The rows of the reference and those that are held.
  public var stateBytes: Int { (accepted + held).reduce(0) { $0 + $1.rows.byteCount } }

  /// Cuts the warm-up into batches.
  public mutating func begin(_ reference: Examples, _ schema: Schema) {
    let layout = ColumnLayout(schema)
    self.layout = layout
    let readable = layout.readable(reference)
    let size = min(Self.largestPart, max(minRows, readable.count / memory))
    let parts = min(memory, readable.count / size)
    let last = readable.suffix(parts * size)
    accepted = (0..<parts).map { part in
      let rows = reference.gather(last.dropFirst(part * size).prefix(size))
      return ArrivedRows(rows, tornShare: layout.tornShare(rows))
    }
    renew()
  }

  /// Judges a batch, and keeps it or lets it through.
  public mutating func inspect(_ arrived: Examples) -> RowVerdict {
    guard let layout, !arrived.isEmpty else { return RowVerdict(checks: [], trainable: arrived) }
    let schema = schemaCheck(arrived, layout)
    if schema.fails {
      (held, hasFault) = ([], false)
      return RowVerdict(checks: [schema], trainable: arrived.gather([]))
    }
    if arrived.count < minRows { return RowVerdict(checks: [schema], trainable: arrived) }
    var batch = ArrivedRows(arrived, tornShare: schema.value)
    if let cleared = clear(&batch, layout) {
      accept(batch)
      return RowVerdict(checks: [schema] + cleared, trainable: arrived)
    }
    charge(batch)
    let rows = batch.profiled(layout)
    let checks = reference(layout)?.checks(of: rows, layout, tolerances: tolerances)
    let results = [schema] + (checks ?? []).map(\.result)
    let failed = (checks ?? []).filter(\.result.fails)
    guard !failed.isEmpty else {
      isLoose = true
      accept(batch)
      return RowVerdict(checks: results, trainable: arrived)
    }
    hold(batch, isFault: failed.contains(where: \.check.isFault), layout)
    let isDue = row >= releaseFaults || (!hasFault && held.count >= release)
    guard isDue else { return RowVerdict(checks: results, trainable: arrived.gather([])) }
    let released = held.count - 1
    return RowVerdict(checks: results, trainable: letGo(), released: released)
  }

  /// The share of rows that cannot be read or, if all can, whose levels the schema does not admit.
  private func schemaCheck(_ rows: Examples, _ layout: ColumnLayout) -> RowCheck {
    let unreadable = rows.count - layout.readable(rows).count
    if unreadable > 0 {
      return RowCheck("schema", value: Double(unreadable) / Double(rows.count), threshold: 0)
    }
    return RowCheck(
      "schema", value: layout.tornShare(rows), threshold: tornShare)
  }

  /// Checks that a batch passes for certain, if the screen can tell.
  private mutating func clear(_ batch: inout ArrivedRows, _ layout: ColumnLayout) -> [RowCheck]? {
    guard let screen else { return nil }
    flops += BatchScreen.flops(rows: batch.rows.count, columns: batch.rows.features.columns)
    let sketch = screen.sketch(batch.rows, layout)
    batch.sketch = sketch
    // Levels are counted as if no row had two.
    guard isScreened, batch.tornShare == 0 else { return nil }
    return screen.checks(of: sketch, batch.rows, layout, tolerances: tolerances)
  }

  /// Charges the profile of a batch unless there is one.
  private mutating func charge(_ batch: ArrivedRows) {
    guard batch.profile == nil else { return }
    flops += RowProfile.flops(rows: batch.rows.count, columns: batch.rows.features.columns)
  }

  /// What the reference looks like, which is not found out before a batch calls for it.
  private mutating func reference(_ layout: ColumnLayout) -> BatchReference? {
    if reference != nil || basis.isEmpty { return reference }
    // The first of the basis may have left the accepted batches since.
    let gone = max(0, basis.count + sinceRenewal - memory)
    var batches: [ProfiledRows] = []
    for i in basis.indices {
      charge(basis[i])
      batches.append(basis[i].profiled(layout))
      if i >= gone { accepted[i - gone].profile = basis[i].profile }
    }
    reference = made(batches, layout)
    return reference
  }

  private mutating func made(_ batches: [ProfiledRows], _ layout: ColumnLayout) -> BatchReference {
    flops += BatchReference.flops(
      batches.map(\.rows.count), columns: batches[0].rows.features.columns)
    return BatchReference(batches, layout)
  }

  private mutating func accept(_ batch: ArrivedRows) {
    (held, hasFault, row) = ([], false, 0)
    accepted.append(batch)
    if accepted.count > memory { accepted.removeFirst(accepted.count - memory) }
    sinceRenewal += 1
    if basis.isEmpty || sinceRenewal >= max(1, memory / 4) { renew() }
  }

  private mutating func renew() {
    sinceRenewal = 0
    guard let layout, !accepted.isEmpty else { return }
    flops += accepted.count * BatchScreen.flops(columns: accepted[0].rows.features.columns)
    if isLoose || screen == nil {
      screen = BatchScreen(&accepted, layout)
    } else {
      screen?.pool(&accepted, layout)
    }
    (basis, reference, isLoose) = (accepted, nil, false)
    let rows = accepted.reduce(0) { $0 + $1.rows.count }
    let torn = accepted.reduce(0) { $0 + $1.tornShare * Double($1.rows.count) }
    tornShare = torn / Double(max(rows, 1))
  }

  /// Adds a batch to those that agree, or begins with it alone.
  private mutating func hold(_ batch: ArrivedRows, isFault: Bool, _ layout: ColumnLayout) {
    row += 1
    var batch = batch
    if held.isEmpty || hasFault != isFault || !agrees(&batch, layout) { held = [] }
    held.append(batch)
    hasFault = isFault
  }

  /// Whether a batch passes all checks against those that are held.
  private mutating func agrees(_ batch: inout ArrivedRows, _ layout: ColumnLayout) -> Bool {
    var batches: [ProfiledRows] = []
    for i in held.indices {
      charge(held[i])
      batches.append(held[i].profiled(layout))
    }
    charge(batch)
    let rows = batch.profiled(layout)
    return !made(batches, layout).checks(of: rows, layout, tolerances: tolerances)
      .contains(where: \.result.fails)
  }

  /// Ends the quarantine of those that agree, which become the reference.
  private mutating func letGo() -> Examples {
    var rows = held[0].rows
    for batch in held.dropFirst() { rows.append(batch.rows) }
    accepted = held
    (held, hasFault, row) = ([], false, 0)
    screen = nil
    renew()
    return rows
  }

  /// Rows of a part of the warm-up, at most.
  private static let largestPart = 1000
}
