public import Core
internal import Numerics

/// One entry of ``CorruptedRows``: what is spoiled, where, and how.
struct Incident: Sendable {
  /// What goes wrong.
  enum Kind: String, CaseIterable {
    case shuffledColumns = "shuffled-columns"
    case wrongUnit = "wrong-unit"
    case missingColumns = "missing-columns"
    case duplicatedRows = "duplicated-rows"
    case constantLabel = "constant-label"
  }

  static let at = Setting.integer("at", in: .closed(0, 1e9), "the first row that is spoiled")
  static let rows = Setting.integer("rows", in: .closed(1, 1e9), default: 100, "rows spoiled")
  static let period = Setting.optionalInteger(
    "period", in: .closed(1, 1e9), "rows after which it happens again; unset for once")
  static let kind = Setting.choice(
    "kind", of: Kind.allCases.map(\.rawValue), "what goes wrong")
  static let factor = Setting.number(
    "factor", default: 1000, "what wrong-unit multiplies the features by")
  static let copies = Setting.integer(
    "copies", in: .closed(2, 1e6), default: 2, "times that duplicated-rows has each row")
  static let columns = Setting.texts("columns", "names of the features spoiled; empty for all")

  private let start: Int, rows: Int, period: Int?
  private let kind: Kind
  private let factor: Float
  private let copies: Int
  /// The features spoiled, and, shuffled, where each of them is taken from.
  private let features: [Int], sources: [Int]
  /// The row that is being repeated, and features before they are shuffled.
  private var original: Batch
  private var scratch: [Float]

  init(
    _ values: SettingValues, of stream: any DataStream, using random: inout RandomStream
  ) throws {
    (start, rows, period) = (values[Self.at], values[Self.rows], values[Self.period])
    kind = Kind(rawValue: values[Self.kind]) ?? .wrongUnit
    (factor, copies) = (Float(values[Self.factor]), values[Self.copies])
    let names = stream.schema.features
    features = try Self.indices(of: values[Self.columns], among: names)
    sources = Self.deranged(features, using: &random)
    original = Batch(width: names.count)
    original.reset(count: 1)
    scratch = Array(repeating: 0, count: names.count)
    if start >= stream.rowCount {
      throw SettingError(
        "corruption",
        "at \(start) is out of range; allowed: below the stream's "
          + "\(stream.rowCount) rows")
    }
    if let period, period <= rows {
      throw SettingError("corruption", "period \(period) is not longer than its \(rows) rows")
    }
    if kind == .duplicatedRows && rows < copies {
      throw SettingError(
        "corruption", "\(rows) rows for \(copies) copies; allowed: at least as many rows as copies")
    }
    if kind == .shuffledColumns && features.count < 2 {
      throw SettingError("corruption", "one column cannot be shuffled; allowed: two or more")
    }
  }

  private static func indices(of names: [String], among known: [String]) throws -> [Int] {
    if names.isEmpty { return Array(known.indices) }
    return try names.map { name in
      if let index = known.firstIndex(of: name) { return index }
      throw SettingError(
        "corruption",
        "there is no feature \(name); allowed: \(NameList.text(known))")
    }
  }

  /// A random cycle through all of them: each is taken from another one (Sattolo 1986).
  private static func deranged(_ features: [Int], using random: inout RandomStream) -> [Int] {
    var sources = features
    for i in sources.indices.dropFirst().reversed() {
      sources.swapAt(i, random.integer(below: i))
    }
    return sources
  }

  /// Whether a nominal column still has one of its levels, or none.
  var keepsLevels: Bool { kind == .duplicatedRows || kind == .constantLabel }

  /// Whether row `t` of the stream belongs to the incident.
  func contains(_ t: Int) -> Bool { place(of: t) != nil }

  /// How far into the incident row `t` of the stream is; `nil` outside.
  private func place(of t: Int) -> Int? {
    guard t >= start else { return nil }
    let place = period.map { (t - start) % $0 } ?? t - start
    return place < rows ? place : nil
  }

  /// Spoils row `i` of a batch if row `t` of the stream belongs to the incident.
  mutating func spoil(_ i: Int, of batch: inout Batch, at t: Int) {
    guard let place = place(of: t) else { return }
    switch kind {
    case .duplicatedRows: return duplicate(i, of: &batch, isOriginal: place % copies == 0)
    case .wrongUnit: for j in features { batch.features[i, j] *= factor }
    case .constantLabel: batch.labels[i] = 0
    case .missingColumns: for j in features { batch.features[i, j] = 0 }
    case .shuffledColumns:
      for j in features { scratch[j] = batch.features[i, j] }
      for (j, source) in zip(features, sources) { batch.features[i, j] = scratch[source] }
    }
    (batch.isCorrupted[i], batch.bayes[i]) = (true, .nan)
  }

  /// Remembers a row, or puts the remembered one in its place.
  private mutating func duplicate(_ i: Int, of batch: inout Batch, isOriginal: Bool) {
    if isOriginal {
      original.copy(row: i, of: batch, to: 0)
    } else {
      batch.copy(row: 0, of: original, to: i)
      batch.isCorrupted[i] = true
    }
  }
}

extension CorruptedRows {
  /// The key of a stream.
  public static let setting = Setting.groups(
    "corruption",
    [
      Incident.at.declaration, Incident.rows.declaration, Incident.period.declaration,
      Incident.kind.declaration, Incident.factor.declaration, Incident.copies.declaration,
      Incident.columns.declaration,
    ], "stretches that a broken job upstream spoils")
}
