internal import Core

/// Finds columns of a table by what settings call them.
struct ColumnNames {
  private let file: String
  private let names: [String]
  private let kinds: [ARFFHeader.Kind]

  init(_ table: TextTable) { (file, names, kinds) = (table.file, table.columns, table.kinds) }

  /// A mistake in a setting.
  func error(_ key: String, _ problem: String) -> InputError {
    InputError(file: file, key: key, problem)
  }

  /// Columns by name, in the order of the file.
  func find(_ wanted: [String], _ key: String) throws(InputError) -> [Int] {
    guard !wanted.isEmpty else { return [] }
    let places = Dictionary(zip(names, names.indices)) { first, _ in first }
    if let unknown = wanted.first(where: { places[$0] == nil }) {
      throw error(key, "there is no column \(unknown); allowed: \(NameList.text(names))")
    }
    return Set(wanted.compactMap { places[$0] }).sorted()
  }

  /// The column of a role: by name, else by number from 1 among those that are left.
  func role(_ name: String?, _ role: String, among left: [Int]) throws(InputError) -> Int? {
    guard let name else { return nil }
    if let column = left.first(where: { names[$0] == name }) { return column }
    if let number = Int(name), 1...left.count ~= number { return left[number - 1] }
    throw error(
      role,
      "there is no \(role) column \(name); allowed: 1 to \(left.count), or one of "
        + NameList.text(left.map { names[$0] }))
  }

  /// Throws where a column has another role already.
  func refuse(
    _ column: Int?, _ key: String, equalTo others: [(column: Int?, role: String)]
  ) throws(InputError) {
    guard let column, let other = others.first(where: { $0.column == column }) else { return }
    throw error(key, "\(names[column]) is the \(other.role); allowed: another column")
  }

  /// Feature columns by name; all that are free where none is named.
  func features(
    _ wanted: [String], among free: [Int], _ key: String = "features"
  ) throws(InputError) -> [Int] {
    let found = try find(wanted, key)
    if let other = found.first(where: { !free.contains($0) }) {
      throw error(
        key,
        "\(names[other]) is no feature; allowed: \(NameList.text(free.map { names[$0] }))")
    }
    return found.isEmpty && key == "features" ? free : found
  }

  /// Throws where an ARFF file declares a column to be what it cannot be used as.
  func check(_ features: [Int], label: Int?) throws(InputError) {
    if kinds.isEmpty { return }
    for column in features {
      guard case .text(let type) = kinds[column] else { continue }
      throw error(
        "ignore", "\(names[column]) is of type \(type), which is no feature; allowed: to ignore it")
    }
    if let label, kinds[label] != .number {
      throw error("target", "number, but \(names[label]) is not numeric; allowed: class")
    }
  }
}
