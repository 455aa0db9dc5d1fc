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
/// *Automating large-scale data quality verification*, VLDB 2018. Cost: O(d n log m) a batch of n rows, m
/// rows in the reference.
public struct BatchValidation: RowValidation, Codable {
  let tolerances: [Double]
  let memory: Int
  let minRows: Int
  let release: Int
  let releaseFaults: Int

  private var layout: ColumnLayout?
  private var reference: BatchReference?
  /// The last accepted batches.
  private var accepted: [ProfiledRows] = []
  private var sinceRenewal = 0
  /// The batches at the end of a row of quarantined ones that agree with each other, all of them with faults
  /// or none.
  private var held: [ProfiledRows] = []
  private var hasFault = false
  /// Quarantined batches in a row.
  private var row = 0

  init(
    tolerances: [Double], memory: Int = 20, minRows: Int = 20, release: Int = 3,
    releaseFaults: Int = 20
  ) {
    self.tolerances = tolerances
    self.memory = memory
    self.minRows = minRows
    self.release = release
    self.releaseFaults = releaseFaults
  }

  /// The rows of the reference and those that are held, each with its columns sorted, and the columns of the
  /// whole reference.
  public var stateBytes: Int {
    let rows = (accepted + held).reduce(0) { $0 + 2 * $1.rows.byteCount }
    let columns = reference?.pooled.features.reduce(0) { $0 + $1.sorted.count } ?? 0
    return rows + columns * MemoryLayout<Float>.size
  }

  /// Cuts the warm-up into batches.
  public mutating func begin(_ reference: Examples, _ schema: Schema) {
    let layout = ColumnLayout(schema)
    self.layout = layout
    let readable = layout.readable(reference)
    let size = min(Self.largestPart, max(minRows, readable.count / memory))
    let parts = min(memory, readable.count / size)
    let last = readable.suffix(parts * size)
    accepted = (0..<parts).map {
      ProfiledRows(reference.gather(last.dropFirst($0 * size).prefix(size)), layout)
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
    let batch = ProfiledRows(arrived, layout)
    let checks = reference?.checks(of: batch, layout, tolerances: tolerances) ?? []
    let results = [schema] + checks.map(\.result)
    let failed = checks.filter(\.result.fails)
    guard !failed.isEmpty else {
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
      "schema", value: layout.tornShare(rows), threshold: reference?.tornShare ?? 0)
  }

  private mutating func accept(_ batch: ProfiledRows) {
    (held, hasFault, row) = ([], false, 0)
    accepted.append(batch)
    if accepted.count > memory { accepted.removeFirst(accepted.count - memory) }
    sinceRenewal += 1
    if reference == nil || sinceRenewal >= max(1, memory / 4) { renew() }
  }

  private mutating func renew() {
    sinceRenewal = 0
    guard let layout, !accepted.isEmpty else { return }
    reference = BatchReference(accepted, layout)
  }

  /// Adds a batch to those that agree, or begins with it alone.
  private mutating func hold(_ batch: ProfiledRows, isFault: Bool, _ layout: ColumnLayout) {
    row += 1
    let agrees =
      !held.isEmpty && hasFault == isFault
      && !BatchReference(held, layout).checks(of: batch, layout, tolerances: tolerances)
        .contains(where: \.result.fails)
    if !agrees { held = [] }
    held.append(batch)
    hasFault = isFault
  }

  /// Ends the quarantine of those that agree, which become the reference.
  private mutating func letGo() -> Examples {
    var rows = held[0].rows
    for batch in held.dropFirst() { rows.append(batch.rows) }
    accepted = held
    (held, hasFault, row) = ([], false, 0)
    renew()
    return rows
  }

  /// Rows of a part of the warm-up, at most.
  private static let largestPart = 1000
}
