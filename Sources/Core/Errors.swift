/// Something wrong in what a person gave: a scenario, a data file, an argument. Exit code 65.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, as the person named it.
  public var file: String?
  /// The line in it, from 1.
  public var line: Int?
  /// The key, as a dotted path: `stream.concepts[1].at`.
  public var key: String?
  /// What is wrong, with the value and what is allowed.
  public var problem: String

  /// A mistake and where it is.
  public init(file: String? = nil, line: Int? = nil, key: String? = nil, _ problem: String) {
    (self.file, self.line, self.key, self.problem) = (file, line, key, problem)
  }

  /// One line: `scenario.yaml:12: stream.batch: 0 is out of range; allowed: ≥ 1`.
  public var description: String {
    var place = file ?? ""
    if let line { place += place.isEmpty ? "line \(line)" : ":\(line)" }
    return [place, key ?? "", problem].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

/// Several mistakes found at once, so that a person mends them in one go.
public struct InputErrors: Error, Sendable, CustomStringConvertible {
  /// The mistakes, in the order of the file.
  public let errors: [InputError]

  /// A non-empty list of mistakes.
  public init(_ errors: [InputError]) {
    precondition(!errors.isEmpty, "an error without a mistake")
    self.errors = errors
  }

  /// One line a mistake.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// Settings that are each allowed but contradict each other; the decoder adds file and line.
public struct SettingError: Error, Hashable, Sendable {
  /// The setting to point at.
  public let name: String
  /// What is wrong.
  public let problem: String

  /// A contradiction at a setting.
  public init(_ name: String, _ problem: String) {
    self.name = name
    self.problem = problem
  }
}

/// Results that could not be written. Exit code 73.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// Why not.
  public let problem: String

  /// A failed write.
  public init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  /// One line.
  public var description: String { "\(path): \(problem)" }
}
