public import Core
internal import Foundation

/// What a folder of results came from: the scenario, and whatever else is needed to get it again.
public struct Manifest: Sendable {
  /// The scenario's name; it tells whose results a folder holds.
  public let name: String
  /// The scenario's text.
  public let scenario: String
  /// Everything else, in the order people should read it.
  public let fields: [(name: String, value: JSON)]

  /// What results came from. No field may be called `name` or `scenario`.
  public init(name: String, scenario: String, fields: [(name: String, value: JSON)]) {
    precondition(
      !fields.contains { $0.name == Self.nameKey || $0.name == "scenario" },
      "a second name or scenario in the manifest")
    self.name = name
    self.scenario = scenario
    self.fields = fields
  }

  /// The file: a JSON object, the name first and the scenario's text last.
  public var text: String {
    JSON.object([(Self.nameKey, .text(name))] + fields + [("scenario", .text(scenario))]).indented
      + "\n"
  }

  /// Reads the name and text of a scenario from a manifest file. Throws ``InputError`` where there is none.
  public static func scenario(
    inFile path: String
  ) throws(InputError) -> (name: String, text: String) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError(file: path, "no such file; allowed: the manifest of a run")
    }
    guard let content = try? JSONDecoder().decode(Content.self, from: data),
      let text = content.scenario
    else { throw InputError(file: path, "damaged; allowed: the manifest of a run") }
    return (content.name, text)
  }

  /// The scenario's name in a manifest file; `nil` if it cannot be read as one.
  static func name(inFile path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path),
      let content = try? JSONDecoder().decode(Content.self, from: data)
    else { return nil }
    return content.name
  }

  private static let nameKey = Content.CodingKeys.name.rawValue

  private struct Content: Decodable {
    enum CodingKeys: String, CodingKey { case name, scenario }
    let name: String
    let scenario: String?
  }
}
