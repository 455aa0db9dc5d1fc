internal import Core

extension ScheduledStream {
  /// Throws for a schedule that makes no sense.
  static func check(_ appearances: [Appearance], concepts: Int, rows: Int) throws {
    precondition(
      appearances.isEmpty || Self.firstAppearances(appearances) == Array(0..<concepts),
      "concepts are not in order of first appearance")
    guard appearances.first?.start == 0 else {
      throw SettingError("concepts", "the first concept must start at row 0")
    }
    for (previous, next) in zip(appearances, appearances.dropFirst())
    where next.start <= previous.start {
      throw SettingError(
        "concepts", "row \(next.start) does not come after row \(previous.start)")
    }
    for appearance in appearances where appearance.start >= rows || appearance.width < 0 {
      throw SettingError(
        "concepts",
        "start \(appearance.start), width \(appearance.width): a concept must start before the "
          + "stream's end, row \(rows), with a width of at least 0")
    }
  }

  /// Throws for generators that cannot follow one another.
  static func check(_ generators: [any Generator]) throws {
    for generator in generators where generator.schema != generators[0].schema {
      throw SettingError("concepts", "all concepts must have the same features and classes")
    }
    if generators.count > 1 && generators.contains(where: \.isDrifting) {
      throw SettingError(
        "concepts", "a concept that drifts from row to row must be the stream's only one")
    }
  }

  /// The states of a drifting generator at rows 0, spacing, 2·spacing, ….
  static func anchors(
    of generator: any Generator, every spacing: Int, rows: Int
  ) -> [any Generator] {
    var state = generator
    return stride(from: 0, to: rows, by: spacing).map { row in
      if row > 0 { state.advance(rows: spacing) }
      return state.frozen
    }
  }

  /// The concepts in order of first appearance.
  private static func firstAppearances(_ appearances: [Appearance]) -> [Int] {
    var (seen, order) = (Set<Int>(), [Int]())
    for appearance in appearances where seen.insert(appearance.concept).inserted {
      order.append(appearance.concept)
    }
    return order
  }
}
