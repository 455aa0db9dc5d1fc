public import Core
import Foundation

extension Catalog {
  /// Reads and checks the file of a comparison of strategies; another comparison is a mistake.
  public func scenario(
    file path: String, overrides: [String] = []
  ) throws(InputErrors) -> Scenario {
    try Self.strategies(of: experiment(file: path, overrides: overrides), file: path)
  }

  /// Reads and checks the text of a comparison of strategies; another comparison is a mistake.
  public func scenario(
    text: String, file: String, folder: String = "", overrides: [String] = []
  ) throws(InputErrors) -> Scenario {
    try Self.strategies(
      of: experiment(text: text, file: file, folder: folder, overrides: overrides), file: file)
  }

  private static func strategies(
    of experiment: Experiment, file: String
  ) throws(InputErrors) -> Scenario {
    if case .strategies(let scenario) = experiment { return scenario }
    throw InputErrors([
      InputError(
        file: file, key: "detectors",
        "a comparison of detectors is not allowed here; allowed: one of strategies")
    ])
  }

  /// Reads and checks a scenario file.
  ///
  /// Everything wrong with it is found before anything runs and told together, each mistake with its
  /// line and key. Streams, strategies, triggers and detectors are made once, for what goes wrong only then; a
  /// recorded stream is read here. Flags are `true` or `false`; `yes`, `no`, `on` and `off` are words.
  ///
  /// - Parameters:
  ///   - path: The file; paths in it are relative to its folder.
  ///   - overrides: Changes of the command line, `key=value` each, applied in order.
  /// - Throws: ``InputErrors``, in the order of the file, those of the command line last.
  public func experiment(
    file path: String, overrides: [String] = []
  ) throws(InputErrors) -> Experiment {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
      let problem =
        isFolder
        ? "a folder; allowed: a scenario file"
        : FileManager.default.fileExists(atPath: path)
          ? "cannot be read" : "no such file" + Self.nearest(to: path)
      throw InputErrors([InputError(file: path, problem)])
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      let line = 1 + (Self.firstInvalid(in: data).map { data[..<$0].count { $0 == 10 } } ?? 0)
      throw InputErrors([InputError(file: path, line: line, "not UTF-8 text; allowed: UTF-8")])
    }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    let root = path.hasPrefix("/") && folder.isEmpty ? "/" : folder
    return try experiment(text: text, file: path, folder: root, overrides: overrides)
  }

  /// Reads and checks the text of a scenario; `file` names it in mistakes, `folder` is what paths in it
  /// are relative to (empty: the current folder).
  public func experiment(
    text: String, file: String, folder: String = "", overrides: [String] = []
  ) throws(InputErrors) -> Experiment {
    let document = Document(text, source: file)
    var reader = ScenarioReader(catalog: self, folder: folder)
    for mistake in document.mistakes { reader.report(mistake) }
    var result: Experiment?
    if var root = document.root {
      apply(overrides, to: &root, &reader)
      result = reader.experiment(root, text: Self.annotate(text, overrides))
    } else if document.mistakes.isEmpty {
      reader.report(InputError(file: file, line: 1, "empty; allowed: a scenario"))
    }
    guard let result, reader.mistakes.isEmpty else {
      throw InputErrors(Self.ordered(reader.mistakes))
    }
    return result
  }

  func apply(
    _ overrides: [String], to root: inout Field, _ reader: inout ScenarioReader
  ) {
    for text in overrides {
      do throws(InputErrors) {
        let override = try Override(text)
        do throws(InputError) { try override.apply(to: &root) } catch { reader.report(error) }
      } catch {
        for error in error.errors { reader.report(error) }
      }
    }
  }

  /// The text with a comment line for each change.
  private static func annotate(_ text: String, _ overrides: [String]) -> String {
    guard !overrides.isEmpty else { return text }
    let comments = overrides.map { override in
      "# --set " + override.map { $0.isNewline ? " " : String($0) }.joined()
    }
    return (text.hasSuffix("\n") ? text : text + "\n") + comments.joined(separator: "\n") + "\n"
  }

  /// `; did you mean scenarios/smoke.yaml?`, of the files in the folder.
  private static func nearest(to path: String) -> String {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let folder = path[..<slash]
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.isEmpty ? "." : String(folder))
    let nearest = Spelling.nearest(to: String(path[slash...]), among: (names ?? []).sorted())
    return nearest.map { "; did you mean \(folder)\($0)?" } ?? ""
  }

  /// In the order of the file; those without a line last.
  private static func ordered(_ mistakes: [InputError]) -> [InputError] {
    mistakes.enumerated().sorted {
      ($0.element.line ?? .max, $0.offset) < ($1.element.line ?? .max, $1.offset)
    }.map(\.element)
  }

  /// The offset of the first byte that is not UTF-8.
  private static func firstInvalid(in data: Data) -> Int? {
    var decoder = UTF8()
    var bytes = data.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
