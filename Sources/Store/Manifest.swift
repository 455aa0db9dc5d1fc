internal import Foundation

/// What a folder of results came from: the scenario, and whatever else is needed to get it again.
public struct Manifest: Sendable {
  /// The scenario's text; it tells whose results a folder holds.
  public let scenario: String
  /// Everything else, in the order people should read it.
  public let fields: [(name: String, value: JSON)]

  /// What results came from. No field may be called `scenario`.
  public init(scenario: String, fields: [(name: String, value: JSON)]) {
    precondition(!fields.contains { $0.name == Self.key }, "a second scenario in the manifest")
    self.scenario = scenario
    self.fields = fields
  }

  /// The file: a JSON object, the scenario last.
  public var text: String {
    JSON.object(fields + [(Self.key, .text(scenario))]).indented + "\n"
  }

  /// The scenario's text in a manifest file; `nil` if it cannot be read as one.
  static func scenario(inFile path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path),
      let content = try? JSONDecoder().decode(Content.self, from: data)
    else { return nil }
    return content.scenario
  }

  private static let key = Content.CodingKeys.scenario.rawValue

  private struct Content: Decodable {
    enum CodingKeys: String, CodingKey { case scenario }
    let scenario: String
  }
}
