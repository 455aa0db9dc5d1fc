import Core
import Numerics

/// What detectors watch of a stream.
struct WatchedNumber {
  let watch: Watch
  /// The scenario's word for it.
  let word: String
  /// Numbers of its kind, to try whether a detector takes them.
  let trial: [Double]
}

extension ScenarioReader {
  /// Rows whose numbers are tried where their kind does not tell what they can be.
  private static let triedRows = 100
  /// Names of features that a mistake lists.
  private static let listedFeatures = 20

  /// What is watched of a stream; `nil` after a mistake.
  mutating func watched(
    _ field: Field, _ plan: StreamPlan, seed: Int, warmUp: Int?
  ) -> WatchedNumber? {
    var word = "error"
    if let field = field["watch"] {
      guard case .text(let text)? = value(field, DetectionKeys.watch.kind) else { return nil }
      word = text
    }
    let section = Section(field: field)
    let root = RandomStream(seed: UInt64(seed))
    guard let stream = attempt([section], { try plan.make(root) }) else { return nil }
    guard let watch = Watch(word, of: stream.schema) else {
      reportUnknown(word, at: section.place(of: "watch"), schema: stream.schema)
      return nil
    }
    guard
      let trial = attempt([section], { try Self.trial(watch, of: stream, warmUp: warmUp ?? 1) })
    else { return nil }
    return WatchedNumber(watch: watch, word: word, trial: trial)
  }

  private mutating func reportUnknown(_ word: String, at place: Field, schema: Schema) {
    let words = (schema.classes.isEmpty ? [] : ["error"]) + ["loss", "label"]
    let nearest = Spelling.nearest(to: word, among: words + schema.features)
    let features = schema.features.prefix(Self.listedFeatures).joined(separator: ", ")
    let more = schema.features.count > Self.listedFeatures ? ", …" : ""
    report(
      place,
      "\(Field.shorten(word)) is nothing to watch here"
        + (nearest.map { "; did you mean \($0)?" } ?? ";")
        + " allowed: \(words.joined(separator: ", ")), or a feature: \(features)\(more)")
  }

  /// Errors are 0 or 1, losses any number ≥ 0, labels the classes; of others, the first rows tell.
  private static func trial(
    _ watch: Watch, of stream: any DataStream, warmUp: Int
  ) throws -> [Double] {
    let classes = stream.schema.classes.count
    switch watch {
    case .error: return [0, 1]
    case .loss: return [0.5, 1.5]
    case .label where classes > 0: return (0..<classes).map(Double.init)
    case .label, .feature:
      var (stream, batch) = (stream, Batch(width: stream.schema.features.count))
      _ = try stream.warmUp(count: warmUp)
      guard stream.next(triedRows, into: &batch) else { return [] }
      guard case .feature(let j) = watch else { return batch.labels.map(Double.init) }
      return (0..<batch.count).map { Double(batch.features[$0, j]) }
    }
  }
}

extension Watch {
  /// What a scenario's word stands for; `nil` if the stream has no such thing.
  fileprivate init?(_ word: String, of schema: Schema) {
    switch word {
    case "error" where !schema.classes.isEmpty: self = .error
    case "loss": self = .loss
    case "label": self = .label
    default:
      guard let j = schema.features.firstIndex(of: word) else { return nil }
      self = .feature(j)
    }
  }
}
