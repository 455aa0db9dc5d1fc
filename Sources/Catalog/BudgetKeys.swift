import Core

/// The key `budget`: what every update of every strategy may spend.
enum BudgetKeys {
  static let budget = SettingDeclaration(
    "budget",
    .either([
      .choice([flops, rows]),
      .group([match.declaration, factor.declaration, bytes.declaration]),
    ]), "what every update of every strategy may spend; default: what it takes")

  static let match = Setting.choice(
    "match", of: [flops, rows, memory],
    "FLOP or rows of fine-tuning on the new rows, or bytes kept between updates")
  static let factor = Setting.number(
    "factor", in: .above(0), default: 1, "times that; of equal-flops and equal-rows only")
  static let bytes = Setting.optionalInteger(
    "bytes", in: .closed(1, 1e15), "most bytes a strategy may keep; of equal-memory only")

  private static let flops = "equal-flops"
  private static let rows = "equal-rows"
  private static let memory = "equal-memory"

  /// The budget of a checked value. Throws ``SettingError`` when its settings contradict each other.
  static func budget(_ value: SettingValue) throws(SettingError) -> Budget? {
    switch value {
    case .text(let word): return try budget(word, [:])
    case .group(let values): return try budget(values[match], values)
    default: return nil
    }
  }

  private static func budget(
    _ word: String, _ values: SettingValues
  ) throws(SettingError) -> Budget {
    guard word == memory else {
      if values[bytes] != nil {
        throw SettingError("bytes", "not a setting of \(word); of \(memory) only")
      }
      let factor = values[factor]
      return word == flops ? .equalFlops(factor: factor) : .equalRows(factor: factor)
    }
    if values["factor"] != nil {
      throw SettingError("factor", "not a setting of \(memory); of \(flops), \(rows) only")
    }
    guard let bytes = values[bytes] else {
      throw SettingError(
        "bytes",
        "missing: \(Self.bytes.declaration.help); allowed: "
          + Self.bytes.declaration.kind.words)
    }
    return .equalMemory(bytes: bytes)
  }
}
