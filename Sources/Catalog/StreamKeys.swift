import Core

/// The keys of `stream` and of its concepts; a recording's settings come beside `recorded`.
enum StreamKeys {
  static let generated = [
    generator, rows.declaration, batch.declaration, concepts, period.declaration, labels,
  ]
  static let recorded = [batch.declaration, labels]
  static let concept = [at.declaration, width.declaration, shape.declaration]

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
  static let labelSettings = [delay.declaration, rate.declaration, noise.declaration]
  static let delay = Setting.integer(
    "delay", in: .closed(0, 1e9), default: 0, "steps until a label arrives")
  static let rate = Setting.number(
    "rate", in: .upTo(0, 1), default: 1, "share of the rows whose label ever arrives")

  static let noise = Setting.number(
    "noise", in: .closed(0, 0.5), default: 0, "share of the labels that become another class")

  static let at = Setting.integer(
    "at", in: .closed(0, 1e9), "the row at the centre of the transition")
  static let width = Setting.integer(
    "width", in: .closed(0, 1e9), default: 0, "rows the transition takes; 0 is abrupt")
  static let shape = Setting.choice(
    "shape", of: ["sigmoid", "linear"], default: "sigmoid", "how the new concept takes over")
}
