public import Core
internal import Numerics

/// `window-test`: the newest values against older ones by a two-sample test.
///
/// The first `reference` values after the start are the reference; the newest `current` ones after them
/// are compared with it once there are so many, and from then on at every `every`-th value. With
/// `slides` the reference is instead the `reference` values right before the current ones, and moves on
/// with them: a slow drift then escapes. Drift if p ≤ `level`; everything is then forgotten and a new
/// reference is gathered. Never warns. Any finite number is allowed.
///
/// The level is that of one test of independent values. Tests of overlapping windows are many: at least
/// one of them alarms far more often, which a smaller level or a greater `every` makes up for, and
/// values that depend on each other make it worse, unless the test permutes blocks. A permutation test
/// gives no p below 1/(permutations + 1).
///
/// Cost: O(1) a value without allocation, and at every test that of the test and of copying and sorting
/// both windows; for `ks` with the defaults some tens of microseconds on one core.
///
/// Kifer, Ben-David & Gehrke, *Detecting Change in Data Streams*, VLDB 2004, of which this is one pair
/// of windows with a test of choice; `kswin` is a relative.
public struct WindowTest: DriftDetector {
  static let test = Setting.component("test", .test, default: "ks", "compares the windows")
  static let reference = Setting.integer(
    "reference", in: .closed(2, 1e6), default: 500, "values that the newest are compared with")
  static let current = Setting.integer(
    "current", in: .closed(2, 1e6), default: 100, "newest values that are compared")
  static let level = Setting.number(
    "level", in: .open(0, 1), default: 0.001, "level of each test")
  static let every = Setting.integer(
    "every", in: .closed(1, 1e6), default: 10, "values from one test to the next")
  static let slides = Setting.flag(
    "slides", default: false,
    "whether the reference moves on, right before the newest values, or stays as it began"
  )
  static let seed = Setting.integer(
    "seed", in: .atLeast(0), default: 1, "of the permutations and splits of the test")

  private let test: any TwoSampleTest
  private let level: Double
  private let every: Int
  private let slides: Bool
  private var reference, current: Window
  private var sinceTest = 0
  private var random: RandomStream

  init(_ values: SettingValues, _ test: any TwoSampleTest) {
    self.test = test
    level = values[Self.level]
    every = values[Self.every]
    slides = values[Self.slides]
    reference = Window(capacity: values[Self.reference])
    current = Window(capacity: values[Self.current])
    random = RandomStream(seed: UInt64(values[Self.seed])).child("window-test")
  }

  /// Takes the next value; throws ``InputError`` unless it is finite.
  public mutating func update(_ value: Double) throws -> DriftSignal {
    try Domain.requireFinite(value, "window-test")
    take(value)
    guard reference.isFull && current.isFull else { return .stable }
    sinceTest += 1
    guard sinceTest == 1 || sinceTest > every else { return .stable }
    sinceTest = 1
    let result = try test.compare(reference.matrix, current.matrix, using: &random)
    guard result.p <= level else { return .stable }
    reference.removeAll()
    current.removeAll()
    sinceTest = 0
    return .drift
  }

  private mutating func take(_ value: Double) {
    if slides {
      if let left = current.append(value) { reference.append(left) }
    } else if reference.isFull {
      current.append(value)
    } else {
      reference.append(value)
    }
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "window-test", "newest values against older ones by a two-sample test",
    formula: """
      drift if the test's p for the newest `current` values against `reference` ones is ≤ level, \
      tested at every `every`-th value; the reference is the first values after the start or a \
      drift, or, if it slides, those right before the newest; starts afresh after drift; the level \
      is that of one test of independent values: many tests alarm more often, and autocorrelated \
      values more often still
      """,
    source: "Kifer, Ben-David & Gehrke, VLDB 2004",
    settings: [
      test.declaration, reference.declaration, current.declaration, level.declaration,
      every.declaration, slides.declaration, seed.declaration,
    ]
  ) { values, components in
    let made = try components.test(values[test])
    try made.check(windows: [reference, current], level: level, in: values)
    return WindowTest(values, made)
  }

  private struct State: Codable {
    let reference, current: Window
    let sinceTest: Int
    let random: RandomStream
  }

  /// The windows; the test itself keeps nothing.
  public func encode(to encoder: any Encoder) throws {
    try State(reference: reference, current: current, sinceTest: sinceTest, random: random)
      .encode(to: encoder)
  }

  /// Restores the windows.
  public mutating func restore(from decoder: any Decoder) throws {
    let state = try State(from: decoder)
    (reference, current) = (state.reference, state.current)
    (sinceTest, random) = (state.sinceTest, state.random)
  }
}
