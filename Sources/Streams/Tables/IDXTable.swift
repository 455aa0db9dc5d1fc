internal import Core

/// A table of an IDX file of images and one of their labels. Features are p0, p1, …, the numbers of an image
/// row by row as they are; classes are the labels that occur, in numeric order.
enum IDXTable {
  /// Reads both files.
  static func read(
    _ file: TableFile, _ dialect: TableDialect, memoryLimit: Int
  ) throws(InputError) -> (Schema, RowStore) {
    try check(file, dialect)
    guard let labelFile = dialect.labelFile else {
      throw InputError(
        file: file.path, key: "label-file",
        "missing: an IDX file holds no labels; allowed: a second one")
    }
    var images = try IDXFile(file, dimensions: 1...255)
    let (labels, classes) = try labels(labelFile, for: images, dialect)
    var builder = try RowStore.Builder(
      count: labels.count, width: images.width, hasGroups: false, file: file.path,
      limit: memoryLimit)
    var values = [Double](repeating: 0, count: images.width)
    var row = [Float](repeating: 0, count: images.width + 1)
    for label in labels {
      try images.next(&values)
      for i in values.indices { row[i] = Float(values[i]) }
      row[images.width] = label
      try builder.append(row)
    }
    if labels.count == images.count { try images.end() }
    let names = (0..<images.width).map { "p\($0)" }
    return (Schema(features: names, classes: classes), try builder.store())
  }

  /// The labels of the rows that are read, and the classes; none if labels are numbers.
  private static func labels(
    _ path: String, for images: IDXFile, _ dialect: TableDialect
  ) throws(InputError) -> ([Float], [String]) {
    var file = try IDXFile(TableFile(path), dimensions: 1...1)
    guard file.count == images.count else {
      throw InputError(
        file: path, key: "label-file",
        "has \(file.count) labels, but \(images.path) has \(images.count) images")
    }
    var (values, value) = ([Double](), [0.0])
    for _ in 0..<min(file.count, dialect.limit) {
      try file.next(&value)
      values.append(value[0])
    }
    if values.count == file.count { try file.end() }
    if dialect.target == .number { return (values.map { Float($0) }, []) }
    let distinct = Set(values).sorted()
    guard 2...LabelledTable.maximumLevels ~= distinct.count else {
      throw InputError(
        file: path, key: "label-file",
        "has \(distinct.count) classes; allowed: 2 to \(LabelledTable.maximumLevels)")
    }
    let places = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
    return (values.map { Float(places[$0] ?? 0) }, distinct.map(Categories.name))
  }

  /// Throws for settings of columns, which an IDX file does not have.
  private static func check(_ file: TableFile, _ dialect: TableDialect) throws(InputError) {
    let settings = [
      ("label", dialect.label != nil), ("group", dialect.group != nil),
      ("time", dialect.time != nil), ("features", !dialect.features.isEmpty),
      ("nominal", !dialect.nominal.isEmpty), ("ignore", !dialect.ignore.isEmpty),
    ]
    guard let (name, _) = settings.first(where: \.1) else { return }
    throw InputError(
      file: file.path, key: name, "an IDX file has no columns with names; allowed: without it")
  }
}
