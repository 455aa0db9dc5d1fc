internal import Core

/// Stands between the arrival of labelled rows and all that is trained on them, and notes in the log what
/// becomes of them, with the truth about them.
struct Quarantine {
  private var checks: (any RowValidation)?
  private var isClairvoyant = false
  /// Of every step whose rows were quarantined: the step, and which of its rows something upstream broke.
  private var held: [(step: Int, corrupted: [Bool])] = []

  /// Without a plan, everything passes.
  init(_ plan: ValidationPlan?, warmUp: Examples, _ schema: Schema) throws {
    switch try plan?.make() {
    case nil: break
    case .clairvoyant: isClairvoyant = true
    case .checks(let checks):
      self.checks = checks
      self.checks?.begin(warmUp, schema)
    }
  }

  /// Operations the checks have taken so far.
  var flops: Int { checks?.flops ?? 0 }

  /// The rows that may be trained on now, of those that arrived and of those in quarantine.
  mutating func admit(
    _ arrived: LabelQueue.Delivery, step: Int, into log: inout RunLog
  ) -> Examples {
    let (rows, corrupted) = (arrived.examples, arrived.corrupted)
    if rows.isEmpty { return rows }
    if let verdict = checks?.inspect(rows) {
      return follow(verdict, corrupted, step: step, into: &log)
    }
    if isClairvoyant && corrupted.contains(true) {
      let broken = corrupted.filter { $0 }
      note(.quarantined, broken.count, broken, arrival: step, step: step, into: &log)
      return rows.gather(corrupted.indices.filter { !corrupted[$0] })
    }
    note(.accepted, rows.count, corrupted, arrival: step, step: step, into: &log)
    return rows
  }

  private mutating func follow(
    _ verdict: RowVerdict, _ corrupted: [Bool], step: Int, into log: inout RunLog
  ) -> Examples {
    let failures = verdict.checks.filter(\.fails)
    let isIn = !verdict.trainable.isEmpty
    for earlier in held.suffix(verdict.released) {
      note(
        .released, earlier.corrupted.count, earlier.corrupted, arrival: earlier.step, step: step,
        into: &log)
    }
    held.removeLast(verdict.released)
    if !isIn { held.append((step, corrupted)) }
    note(
      isIn ? .accepted : .quarantined, corrupted.count, corrupted, failures, arrival: step,
      step: step, into: &log)
    return verdict.trainable
  }

  /// Rows that were accepted, as they should be, are not worth a line.
  private func note(
    _ action: QuarantineRecord.Action, _ rows: Int, _ corrupted: [Bool],
    _ failures: [RowCheck] = [], arrival: Int, step: Int, into log: inout RunLog
  ) {
    let broken = corrupted.count { $0 }
    guard rows > 0, action != .accepted || broken > 0 || !failures.isEmpty else { return }
    log.record(
      QuarantineRecord(
        step: step, arrival: arrival, action: action, rows: rows, corrupted: broken,
        failures: failures))
  }
}
