public import Core

/// What a file of labelled rows holds, found out before anything is decided about it.
public struct TableSummary: Sendable {
  /// A column beside the label.
  public struct Column: Sendable {
    /// Its name; x1, x2, … without a header.
    public let name: String
    /// Distinct words, at most ``TableSummary/mostLevels`` and one more are counted; `nil` for numbers. Of
    /// an ARFF file, the declared levels; of text, one more than the most.
    public let levels: Int?
    /// Whether an ARFF file declares it to be text, `string` or `date`, which is no feature.
    public let isText: Bool
    /// Whether it has too many distinct words to be a feature, as dates and names of rows do.
    public var isIgnored: Bool { (levels ?? 0) > TableSummary.mostLevels }
  }

  /// Most distinct words of a column that is worth a feature for each.
  public static let mostLevels = 100

  /// The columns beside the label.
  public let columns: [Column]
  /// The label column.
  public let label: String
  /// Rows in the file.
  public let rows: Int
  /// Rows in which a feature that is not ignored is missing.
  public let incompleteRows: Int
  /// Rows without a label.
  public let unlabelledRows: Int

  /// Looks through a CSV or ARFF file, gzip or not, a piece at a time. `label` is the label column's name
  /// or number from 1; the last if `nil`.
  ///
  /// Throws ``InputError`` where the file is no table, and for an unknown label.
  public init(path: String, label: String?) throws(InputError) {
    let file = try TableFile(path)
    if try IDXFile.begins(file) {
      throw InputError(file: path, "is an IDX file; allowed: a CSV or ARFF file, or gzip of one")
    }
    var table = try TextTable(file, TableDialect())
    guard table.columns.count > 1 else {
      throw InputError(
        file: path, line: table.line, "has one column; features and a label are needed")
    }
    let target = try Self.column(label, of: table)
    var scans = table.columns.indices.filter { $0 != target }.map {
      ColumnScan($0, .feature, table.isDeclared ? table.kinds[$0] : nil, most: Self.mostLevels)
    }
    var unlabelled = 0
    while try table.next() {
      if table.isMissing(target) { unlabelled += 1 }
      for i in scans.indices { try scans[i].take(table) }
    }
    try Self.findLateWords(of: &scans, file)
    columns = scans.map { scan in
      let levels = Self.levels(scan, table)
      let isText =
        table.isDeclared && levels == Self.mostLevels + 1 && !table.isNominal(scan.column)
      return Column(name: table.columns[scan.column], levels: levels, isText: isText)
    }
    self.label = table.columns[target]
    rows = table.count
    unlabelledRows = unlabelled
    let gaps = zip(scans, columns).filter { !$1.isIgnored && $0.hasMissing }.map(\.0.column)
    incompleteRows = try Self.incompleteRows(file, gaps)
  }

  /// Goes over the file once more for the columns that turned out to hold words after numbers.
  private static func findLateWords(
    of scans: inout [ColumnScan], _ file: TableFile
  ) throws(InputError) {
    let late = scans.indices.filter { scans[$0].isLate }
    guard !late.isEmpty else { return }
    for i in late { scans[i] = scans[i].again() }
    var table = try TextTable(file, TableDialect())
    while try table.next() {
      for i in late { try scans[i].take(table) }
    }
  }

  private static func levels(_ scan: ColumnScan, _ table: TextTable) -> Int? {
    guard table.isDeclared else { return scan.words?.count }
    switch table.kinds[scan.column] {
    case .number: return nil
    case .nominal(let names): return min(names.count, mostLevels + 1)
    case .text: return mostLevels + 1
    }
  }

  /// Rows in which one of some columns is missing.
  private static func incompleteRows(
    _ file: TableFile, _ columns: [Int]
  ) throws(InputError) -> Int {
    guard !columns.isEmpty else { return 0 }
    var (table, count) = (try TextTable(file, TableDialect()), 0)
    while try table.next() { count += columns.contains(where: table.isMissing) ? 1 : 0 }
    return count
  }

  private static func column(_ label: String?, of table: TextTable) throws(InputError) -> Int {
    guard let label else { return table.columns.count - 1 }
    if let i = table.columns.firstIndex(of: label) { return i }
    if let number = Int(label), 1...table.columns.count ~= number { return number - 1 }
    throw InputError(
      file: table.file, key: "label",
      "there is no column \(label); allowed: 1 to \(table.columns.count), or one of "
        + NameList.text(table.columns))
  }
}
