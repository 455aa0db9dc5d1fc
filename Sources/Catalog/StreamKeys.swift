import Core
import Streams

/// The keys of `stream` and of its concepts; a recording's settings come beside `recorded`.
enum StreamKeys {
  static let generated = [
    generator, rows.declaration, batch.declaration, concepts, period.declaration, labels,
    Clients.setting.declaration, CorruptedRows.setting.declaration, complaints,
  ]
  static let recorded = [
    batch.declaration, labels, Clients.setting.declaration, CorruptedRows.setting.declaration,
    complaints,
  ]
  static let complaints = ComplaintKeys.complaints.declaration
  static let concept = [
    at.declaration, width.declaration, shape.declaration, lasts.declaration,
  ]

  static let generator = SettingDeclaration(
    "generator", .component(.generator), isRequired: true,
    "draws the rows; a recording has path instead")
  static let rows = Setting.integer(
    "rows", in: .closed(1, 1e9), "rows to serve, warm-up not counted")
  static let batch = Setting.integer("batch", in: .closed(1, 1e6), default: 100, "rows a step")
  static let concepts = SettingDeclaration(
    "concepts", .list(.group(concept), count: 1...10_000),
    "settings of the generator, each from a row on; default: one concept")
  static let period = Setting.optionalInteger(
    "period", in: .closed(1, 1e9), "rows after which the list of concepts starts again")
  static let labels = SettingDeclaration(
    "labels", .group(labelSettings), "when labels arrive, how many, and how wrong")
  static let labelSettings =
    [
      delay.declaration, delayLaw.declaration, rate.declaration, onlyPredicted.declaration,
    ] + noiseSettings
  static let noiseSettings = [noise.declaration, classNoise.declaration]
  static let delay = Setting.integer(
    "delay", in: .closed(0, 1e9), default: 0, "steps until a label arrives, or their mean")
  static let delayLaw = Setting.choice(
    "delay-law", of: LabelPlan.DelayLaw.allCases.map(\.rawValue), default: "fixed",
    "how the delay varies: not at all, or exponentially from row to row, rounded down")
  static let rate = Setting.number(
    "rate", in: .upTo(0, 1), default: 1, "share of the rows whose label ever arrives")

  static let onlyPredicted = Setting.optionalText(
    "only-predicted", "class that a row must have been predicted to be for its label to arrive")
  static let noise = Setting.number(
    "noise", in: .closed(0, 0.5), default: 0, "share of the labels that become another class")
  static let classNoise = Setting.numbers(
    "class-noise", in: .closed(0, 1), count: 0...1000, default: [],
    "that share for each class, in place of noise")

  static let at = Setting.integer(
    "at", in: .closed(0, 1e9), "the row at the centre of the transition")
  static let width = Setting.integer(
    "width", in: .closed(0, 1e9), default: 0, "rows the transition takes; 0 is abrupt")
  static let shape = Setting.choice(
    "shape", of: ScheduledStream.Appearance.Shape.allCases.map(\.rawValue), default: "sigmoid",
    "how the new concept takes over: row by row, more and more often, or its parameters move there")
  static let lasts = Setting.optionalInteger(
    "lasts", in: .closed(1, 1e9),
    "rows after which the concept before returns: a burst of outliers, not a drift to adapt to")
}
