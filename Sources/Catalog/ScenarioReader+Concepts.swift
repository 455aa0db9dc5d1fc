import Core
import Streams

extension ScenarioReader {
  private static let mostAppearances = 100_000

  /// The list of concepts; the generator's own settings where there is none. `nil` after a mistake.
  mutating func concepts(
    _ field: Field?, of entry: Entry<GeneratorFactory>, _ generator: Section
  ) -> ConceptList? {
    var list = ConceptList()
    var generator = generator
    let given = Set(field?.elements?.flatMap { $0.members?.map(\.name) ?? [] } ?? [])
    requireKeys(of: entry.settings.filter { !given.contains($0.name) }, in: &generator)
    guard let field else {
      let only = Section(field: generator.field, values: ["at": .integer(0)])
      return add(only, to: &list, of: entry, generator) ? list : nil
    }
    guard let elements = field.elements, !elements.isEmpty else {
      let what = field.elements == nil ? field.described : "an empty list"
      report(field, "\(what) is not allowed here; allowed: \(StreamKeys.concepts.kind.words)")
      return nil
    }
    let own = Set(StreamKeys.concept.map(\.name))
    let keys = StreamKeys.concept + entry.settings.filter { !own.contains($0.name) }
    var isRight = true
    for element in elements {
      guard var section = section(element, keys, isPartial: true) else {
        isRight = false
        continue
      }
      requireKeys(of: StreamKeys.concept, in: &section)
      let isAdded = add(section, to: &list, of: entry, generator)
      isRight = isRight && isAdded && section.broken.isEmpty
    }
    return isRight ? list : nil
  }

  /// Adds a line to the list, and its concept if it is new. False after a mistake.
  private mutating func add(
    _ line: Section, to list: inout ConceptList, of entry: Entry<GeneratorFactory>,
    _ generator: Section
  ) -> Bool {
    let names = Set(entry.settings.map(\.name)).subtracting(StreamKeys.concept.map(\.name))
    var overrides: SettingValues = [:]
    for (name, value) in line.values.pairs where names.contains(name) { overrides[name] = value }
    let given = generator.values.overridden(by: overrides)
    var merged = Section(field: line.field, values: given, broken: generator.broken)
    requireKeys(of: entry.settings.filter { !generator.broken.contains($0.name) }, in: &merged)
    guard merged.broken.isEmpty, line.broken.isDisjoint(with: names) else { return false }
    let complete = entry.defaults.overridden(by: given)
    if let index = list.index(of: complete) {
      list.append(ConceptList.Line(concept: index, section: line))
      return true
    }
    let components = components
    guard let make = attempt([line, generator], { try entry.make(given, components) }) else {
      return false
    }
    list.append(ConceptList.Line(concept: list.distinct.count, section: line))
    list.add(overrides.pairs.isEmpty ? entry.name : overrides.words, complete, make: make)
    return true
  }

  /// When each concept appears, the period unrolled; `nil` after a mistake. Positions must increase from
  /// 0, and transitions must lie within the stream and not overlap.
  mutating func appearances(
    _ list: ConceptList?, _ stream: Section
  ) -> [ScheduledStream.Appearance]? {
    guard let list, let rows = stream[StreamKeys.rows], let period = stream[StreamKeys.period],
      positionsIncrease(list, rows: rows), periodFits(period, list, rows: rows, stream)
    else { return nil }
    var result: [ScheduledStream.Appearance] = []
    var end = 0
    for offset in stride(from: 0, to: rows, by: period ?? rows) {
      for line in list.lines {
        let start = offset + line.section.values[StreamKeys.at]
        guard start < rows else { break }
        let width = line.section.values[StreamKeys.width]
        let isFirst = result.isEmpty
        if isFirst && period == nil && width > 0 {
          report(
            line.section.place(of: "width"),
            "\(width), but no transition leads into the first concept; allowed: 0")
          return nil
        }
        if !isFirst {
          guard fits(line, start, width, after: end, rows: rows) else { return nil }
          end = start + width / 2
        }
        // A burst that ends where this concept begins is not returned from.
        if result.last?.start == start { result.removeLast() }
        let previous = result.last?.concept
        result.append(appearance(line, start, isFirst ? 0 : width))
        guard let rowsOfBurst = line.section.values[StreamKeys.lasts] else { continue }
        guard burstFits(line, start, rowsOfBurst, rows: rows, isFirst: isFirst), let previous else {
          return nil
        }
        end = start + rowsOfBurst
        result.append(.init(concept: previous, start: end, isOneOff: true))
      }
    }
    return result
  }

  private func appearance(
    _ line: ConceptList.Line, _ start: Int, _ width: Int
  ) -> ScheduledStream.Appearance {
    ScheduledStream.Appearance(
      concept: line.concept, start: start, width: width,
      shape: .init(rawValue: line.section.values[StreamKeys.shape]) ?? .sigmoid,
      isOneOff: line.section.values[StreamKeys.lasts] != nil)
  }

  /// A burst begins and ends abruptly, within the stream.
  private mutating func burstFits(
    _ line: ConceptList.Line, _ start: Int, _ lasts: Int, rows: Int, isFirst: Bool
  ) -> Bool {
    let place = line.section.place(of: "lasts")
    if isFirst {
      report(place, "\(lasts), but no concept comes before the first; allowed: on a later one")
      return false
    }
    if line.section.values[StreamKeys.width] > 1 {
      report(place, "\(lasts), but a burst of outliers begins at once; allowed: width 0")
      return false
    }
    if start + lasts >= rows {
      report(
        place,
        "\(lasts) rows from row \(start) on end at row \(start + lasts); allowed: an end before the "
          + "stream's, row \(rows)")
      return false
    }
    return true
  }

  private mutating func fits(
    _ line: ConceptList.Line, _ start: Int, _ width: Int, after end: Int, rows: Int
  ) -> Bool {
    let (first, last) = (start - width / 2, start + width / 2)
    let place = line.section.place(of: "width")
    let reach = "the transition at row \(start) takes rows \(first) to \(last)"
    if first < end {
      report(place, "\(reach), but the one before ends at row \(end); allowed: no overlap")
    } else if last > rows {
      report(place, "\(reach), but the stream ends at row \(rows); allowed: within the stream")
    }
    return first >= end && last <= rows
  }

  private mutating func positionsIncrease(_ list: ConceptList, rows: Int) -> Bool {
    var last: Int?
    for line in list.lines {
      let at = line.section.values[StreamKeys.at]
      let place = line.section.place(of: "at")
      if last == nil && at != 0 {
        report(place, "\(at) is out of range; allowed: 0 for the first concept")
        return false
      }
      if let last, at <= last {
        report(place, "\(at) does not follow \(last); allowed: > \(last)")
        return false
      }
      if at >= rows {
        report(place, "\(at) is out of range; allowed: below the stream's \(rows) rows")
        return false
      }
      last = at
    }
    return true
  }

  private mutating func periodFits(
    _ period: Int?, _ list: ConceptList, rows: Int, _ stream: Section
  ) -> Bool {
    guard let period, let last = list.lines.last?.section.values[StreamKeys.at] else { return true }
    if period <= last {
      report(
        stream.place(of: "period"),
        "\(period) is out of range; allowed: > \(last), the last concept's at")
      return false
    }
    if (rows / period + 1) * list.lines.count > Self.mostAppearances {
      report(
        stream.place(of: "period"),
        "\(period) makes more than \(Self.mostAppearances) transitions; allowed: a longer one")
      return false
    }
    return true
  }
}

extension Entry {
  /// The defaults of the settings that have one.
  fileprivate var defaults: SettingValues {
    var values: SettingValues = [:]
    for setting in settings { values[setting.name] = setting.defaultValue }
    return values
  }
}
