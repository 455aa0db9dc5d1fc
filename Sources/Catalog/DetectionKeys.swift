import Core
import Streams

/// The keys of a scenario that compares detectors; those it shares with other scenarios are theirs.
enum DetectionKeys {
  static let all = [
    ScenarioKeys.name.declaration, ScenarioKeys.seeds, streams, detectors, ScenarioKeys.model,
    ScenarioKeys.training, ScenarioKeys.warmUp, score,
  ]

  static let entry = Entry<Void>(
    "detection-scenario", "a comparison of drift detectors on streams, in YAML",
    formula:
      "Detectors in place of strategies: one run for every detector, stream and seed. A detector is a "
      + "name, or a mapping with name, its settings and, if wanted, a label; a list as a setting's value "
      + "makes a row for each element. It watches one number a row. The model is trained on the warm-up "
      + "and never updated. An alarm in the window of a drift detects it, one outside all windows is "
      + "false, and both are compared with as many alarms at even and at random rows.",
    source: "", settings: all
  ) { _, _ in }

  static let streams = SettingDeclaration(
    "streams",
    .list(
      .either([
        .group(StreamForm.watched.generated),
        .group(StreamForm.watched.recorded(RecordedStream.entry)),
      ]), count: 1...100),
    isRequired: true, "what is watched, each a generator with its drifts or a recording")
  static let detectors = SettingDeclaration(
    "detectors", .list(.component(.detector), count: 1...1000), isRequired: true,
    "the competitors, a row of the tables each")
  static let score = SettingDeclaration(
    "score", .group([window.declaration]), "which alarms count as detections")

  static let window = Setting.integer(
    "window", in: .closed(1, 1e9), default: 1000,
    "rows after a transition within which an alarm detects it")

  /// A stream's own keys beside those of its generator or file.
  static let ofStream = [streamName.declaration, watch]
  static let streamName = Setting.optionalText(
    "name", "the stream's name in the tables; default: its generator's")
  static let watch = SettingDeclaration(
    "watch", .text, default: .text("error"),
    "a number a row: error (0 or 1) or loss of the model, label, or the name of a feature")
  /// A detector's own keys beside its settings.
  static let ofDetector = [ScenarioKeys.label.declaration]
}
