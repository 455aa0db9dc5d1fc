import Core

/// Turns fields into checked values and collects every mistake on the way.
struct ScenarioReader {
  let catalog: Catalog
  /// The catalog, with the generators made so far.
  let components: SharedGenerators
  /// The scenario's folder, which paths are relative to; empty for the current one.
  let folder: String
  private(set) var mistakes: [InputError] = []
  /// What is checked once it is known what the scenario gives its runs, and where its mistakes are told.
  var awaiting: [(section: Section, check: (RunConditions) throws -> Void)] = []

  init(catalog: Catalog, folder: String) {
    self.catalog = catalog
    components = SharedGenerators(catalog)
    self.folder = folder
  }

  /// Takes note of a mistake; the same one is told once.
  mutating func report(_ mistake: InputError) {
    if !mistakes.contains(mistake) { mistakes.append(mistake) }
  }

  /// Takes note of a mistake at a value.
  mutating func report(_ field: Field, _ problem: String) { report(field.mistake(problem)) }

  /// Takes note of a word that is none of those allowed.
  mutating func reportUnknown(_ field: Field, _ problem: String, allowed: [String]) {
    let word = field.word ?? ""
    report(field, problem + Self.hint(word, among: allowed))
  }

  /// `; did you mean x? allowed: x, y`
  static func hint(_ word: String, among names: [String]) -> String {
    let nearest = Spelling.nearest(to: word, among: names).map { "; did you mean \($0)?" } ?? ";"
    return "\(nearest) allowed: \(names.isEmpty ? "none" : names.joined(separator: ", "))"
  }

  /// Runs what may throw on settings that are each allowed, and tells a failure at the setting it names,
  /// in the first of the sections that has it.
  mutating func attempt<Result>(_ sections: [Section], _ body: () throws -> Result) -> Result? {
    do {
      return try body()
    } catch let error as SettingError {
      let owner = sections.first { $0.field[error.name] != nil } ?? sections[0]
      report(owner.place(of: error.name), error.problem)
    } catch let error as InputError {
      report(located(error, in: sections))
    } catch let error as InputErrors {
      for error in error.errors { report(located(error, in: sections)) }
    } catch {
      report(sections[0].field, "\(error)")
    }
    return nil
  }

  /// The mistake with a place and a whole key: its own data file and what it names there, or the path to
  /// the file; else the field's.
  private func located(_ error: InputError, in sections: [Section]) -> InputError {
    let field = (sections.first { $0.field["path"] != nil } ?? sections[0]).field
    guard let file = error.file else {
      return InputError(
        file: field.place.source, line: field.place.line, key: error.key ?? field.key,
        error.problem)
    }
    let key = error.key ?? "path"
    let whole = key.contains(".") ? key : field.key(of: key)
    return InputError(file: file, line: error.line, key: whole, error.problem)
  }
}
