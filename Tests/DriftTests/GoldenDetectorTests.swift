import Core
import Drift
import Foundation
import TestSupport
import Testing

/// Alarms of MOA and River, index by index, on every stream and for every setting in the golden files.
@Suite struct GoldenDetectorTests {
  /// Which of our variants a library's name means.
  static let variants: [String: [String: Entry<any DriftDetector>]] = [
    "moa": [
      "adwin": ADWIN.entry, "ddm": DDM.entry, "eddm": EDDM.entry, "hddm-a": HDDMA.entry,
      "hddm-w": HDDMW.entry, "page-hinkley": PageHinkley.entry, "rddm": RDDM.entry,
      "cusum": CUSUM.entry, "gma": GMA.entry, "ewma-chart": EWMAChart.entry,
      "stepd": STEPD.entry, "seed": SEED.entry,
    ],
    "river": [
      "adwin": ADWINRiver.entry, "ddm": DDMRiver.entry, "eddm": EDDMRiver.entry,
      "hddm-a": HDDMARiver.entry, "hddm-w": HDDMWRiver.entry,
      "page-hinkley": PageHinkleyRiver.entry, "fhddm": FHDDM.entry,
    ],
  ]

  /// What a library said on one stream.
  struct Alarms: Decodable, Equatable {
    let drift: [Int]
    let warnings: Int
    let firstWarning: Int

    enum CodingKeys: String, CodingKey {
      case drift
      case warnings = "n_warning"
      case firstWarning = "first_warning"
    }
  }

  /// One detector with its settings on one stream.
  struct Case: CustomTestStringConvertible, Sendable {
    let library: String
    let stream: String
    let key: String
    let expected: Alarms

    var testDescription: String { "\(library) \(key) on \(stream)" }
    var name: String { String(key.prefix { $0 != "(" }) }
  }

  /// A member of the file: a note, or what a library said on each stream, by detector.
  enum Member: Decodable {
    case note
    case library([String: [String: Alarms]])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let isNote = (try? container.decode(String.self)) != nil
      self = isNote ? .note : .library(try container.decode([String: [String: Alarms]].self))
    }
  }

  /// Everything in the file, whether we know its name or not.
  static let cases = Result {
    let members = try JSONDecoder().decode(
      [String: Member].self, from: Golden.data("detectors", "expected.json"))
    return members.sorted { $0.key < $1.key }.flatMap { library, member -> [Case] in
      guard case .library(let streams) = member else { return [] }
      return streams.sorted { $0.key < $1.key }.flatMap { stream, detectors in
        detectors.sorted { $0.key < $1.key }.map { key, alarms in
          Case(library: library, stream: stream, key: key, expected: alarms)
        }
      }
    }
  }

  @Test func everyVariantHasAGoldenAndEveryGoldenAVariant() throws {
    let found = Set(try Self.cases.get().map { "\($0.library) \($0.name)" })
    let wanted = Self.variants.flatMap { library, names in names.keys.map { "\(library) \($0)" } }
    #expect(found == Set(wanted))
  }

  /// A stream on which a detector has no golden is one that it refuses.
  @Test func onlyRefusedStreamsHaveNoGolden() throws {
    let cases = try Self.cases.get()
    for stream in Set(cases.map(\.stream)).sorted() {
      for (library, names) in Self.variants {
        let told = Set(cases.filter { $0.library == library && $0.stream == stream }.map(\.name))
        for (name, entry) in names where !told.contains(name) {
          var detector = try entry.make([:], NoComponents())
          #expect(throws: InputError.self, "\(library) \(name) on \(stream)") {
            for value in try Self.values(of: stream) { _ = try detector.update(value) }
          }
        }
      }
    }
  }

  @Test(arguments: try cases.get())
  func alarmsAtTheSameIndices(_ golden: Case) throws {
    let entry = try #require(Self.variants[golden.library]?[golden.name])
    let settings = try Self.settings(in: golden.key, of: entry)
    var detector = try entry.make(settings, NoComponents())
    var (drift, warnings) = ([Int](), [Int]())
    for (i, value) in try Self.values(of: golden.stream).enumerated() {
      switch try detector.update(value) {
      case .drift: drift.append(i)
      case .warning: warnings.append(i)
      case .stable: break
      }
    }
    let ours = Alarms(
      drift: drift, warnings: warnings.count, firstWarning: warnings.first ?? -1)
    #expect(ours == golden.expected)
  }

  /// The values of a stream: one a line, below a header.
  static func values(of stream: String) throws -> [Double] {
    let text = String(decoding: try Golden.data("detectors", stream + ".csv"), as: UTF8.self)
    return try text.split(whereSeparator: \.isNewline).dropFirst().map { try #require(Double($0)) }
  }

  /// The settings in a key such as `page-hinkley(mode=up,threshold=20)`; a flag stands alone.
  static func settings(
    in key: String, of entry: Entry<any DriftDetector>
  ) throws -> SettingValues {
    var values: SettingValues = [:]
    for part in list(in: key) {
      let words = part.split(separator: "=").map(String.init)
      let setting = try #require(entry.settings.first { $0.name == words[0] }, "\(part)")
      values[setting.name] = try value(words.last ?? "", setting.kind)
    }
    return values
  }

  private static func list(in key: String) -> [Substring] {
    guard let open = key.firstIndex(of: "("), key.hasSuffix(")") else { return [] }
    return key[key.index(after: open)...].dropLast().split(separator: ",")
  }

  private static func value(_ text: String, _ kind: SettingKind) throws -> SettingValue {
    switch kind {
    case .number: .number(try #require(Double(text)))
    case .integer: .integer(try #require(Int(text)))
    case .flag: .flag(true)
    default: .text(text)
    }
  }
}

/// Detectors hold no other registered things.
struct NoComponents: Components {
  func detector(_ component: Component) throws -> any DriftDetector {
    throw SettingError(component.name, "there is no detector in these tests")
  }
  func strategy(_ component: Component) throws -> any UpdateStrategy {
    throw SettingError(component.name, "there is no strategy in these tests")
  }
}
