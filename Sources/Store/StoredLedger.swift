public import Core

/// The ledger of a finished run, read back from its file.
public struct StoredLedger: Sendable {
  /// A run: its strategy, trigger and seed.
  public struct Run: Hashable, Sendable {
    /// The strategy's row label.
    public let strategy: String
    /// The trigger's row label.
    public let trigger: String
    /// The seed.
    public let seed: Int

    /// A run.
    public init(strategy: String, trigger: String, seed: Int) {
      (self.strategy, self.trigger, self.seed) = (strategy, trigger, seed)
    }
  }

  /// Every entry and the run it is of, in the order of the file.
  public private(set) var entries: [(run: Run, entry: LedgerEntry)] = []

  /// Reads the table of a file. Throws ``InputError`` with line and column at the first cell that is none of a
  /// ledger.
  public init(_ table: StoredTable) throws(InputError) {
    let names = [
      "strategy", "trigger", "seed", "step", "version", "component", "quantity", "unit", "amount",
      "basis", "steps",
    ]
    var places: [Int] = []
    for name in names { places.append(try table.place(of: name)) }
    for (i, row) in table.rows.enumerated() {
      let cells = LedgerCells(
        names: names, values: places.map { StoredTable.value(row[$0]) }, file: table.file,
        line: i + 2)
      entries.append((try cells.run(), try cells.entry()))
    }
  }
}

/// The cells of a row of a ledger.
private struct LedgerCells {
  let names: [String]
  let values: [String]
  let file: String
  let line: Int

  func run() throws(InputError) -> StoredLedger.Run {
    .init(strategy: values[0], trigger: values[1], seed: try integer(2))
  }

  func entry() throws(InputError) -> LedgerEntry {
    LedgerEntry(
      step: try integer(3), steps: try integer(10, from: 1), version: try integer(4),
      component: try word(5, LedgerComponent.init), quantity: values[6],
      unit: try word(7, LedgerUnit.init), amount: try amount(8),
      basis: try word(9, LedgerEntry.Basis.init))
  }

  private func integer(_ i: Int, from least: Int = -1) throws(InputError) -> Int {
    guard let value = Int(values[i]), value >= least, value < 1 << 53 else {
      throw mistake(i, "a whole number")
    }
    return value
  }

  private func amount(_ i: Int) throws(InputError) -> Double {
    guard let value = Double(values[i]), value.isFinite, value >= 0 else {
      throw mistake(i, "a number ≥ 0")
    }
    return value
  }

  private func word<Word: RawRepresentable & CaseIterable>(
    _ i: Int, _ make: (String) -> Word?
  ) throws(InputError) -> Word where Word.RawValue == String {
    if let word = make(values[i]) { return word }
    let names = Word.allCases.map(\.rawValue)
    let hint = Spelling.nearest(to: values[i], among: names).map { "; did you mean \($0)?" } ?? ";"
    throw InputError(
      file: file, line: line, key: self.names[i],
      "\(shown(i)) is unknown\(hint) allowed: \(names.joined(separator: ", "))")
  }

  private func mistake(_ i: Int, _ allowed: String) -> InputError {
    InputError(
      file: file, line: line, key: names[i], "\(shown(i)) is wrong; allowed: \(allowed)")
  }

  private func shown(_ i: Int) -> String {
    values[i].isEmpty ? "nothing" : String(values[i].prefix(40).filter { !$0.isNewline })
  }
}
