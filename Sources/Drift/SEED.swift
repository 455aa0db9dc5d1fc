public import Core

/// SEED: an adaptive window of blocks that alarms where the means of its two parts differ.
///
/// Values are gathered in blocks of `block`. Every `block` values the window, of n values and variance
/// v = V/n, is tried at every block boundary from the newest on, with n₀, S₀ the count and sum of the
/// older and n₁, S₁ of the newer part:
///
///     |S₁/n₁ − S₀/n₀| > √(2 m v D) + ⅔ D m,  D = ln(2 ln n / δ),  m = 1/n₀ + 1/n₁
///
/// At the first such boundary the older part is dropped: drift, whether the mean rose or fell. Once
/// more than `compression` blocks were begun since the last time, and before the next one is,
/// neighbours of like means are merged, if there are any (``BlockWindow``). Never warns. Any finite
/// number is allowed. O(1) a value, O(blocks) a test; memory grows with the window by a block of 24
/// bytes for `block` values, less what is merged.
///
/// Huang, Koh, Dobbie & Pears, *Detecting Volatility Shift in Data Streams*, ICDM 2014; in MOA's
/// variant, whose increments of V take the sum with the value already in it. Checked against alarms
/// recorded from MOA.
public struct SEED: DriftDetector, Codable {
  static let delta = Setting.number(
    "delta", in: .open(0, 1), default: 0.05, "confidence: chance of a false cut in a test")
  static let block = Setting.integer(
    "block", in: .atLeast(1), default: 32, "values in a block, and between tests")
  static let epsilon = Setting.number(
    "epsilon", in: .atLeast(0), default: 0.01,
    "difference of means that merges blocks, in units of the values")
  static let alpha = Setting.number(
    "alpha", in: .closed(0, 1), default: 0.8,
    "share of epsilon by which the difference grows from block to block")
  static let compression = Setting.integer(
    "compression", in: .atLeast(1), default: 75, "blocks begun between two merges")

  static let settings = [
    delta.declaration, block.declaration, epsilon.declaration, alpha.declaration,
    compression.declaration,
  ]

  private let delta: Double, growth: Double
  private let block: Int, compression: Int

  private(set) var window = BlockWindow()
  /// Values to come until the next test, which no drift puts off.
  private var untilTest: Int
  /// Blocks begun since the last merge.
  private var blocksBegun = 0

  init(_ values: SettingValues) {
    delta = values[Self.delta]
    block = values[Self.block]
    growth = values[Self.epsilon] * values[Self.alpha]
    compression = values[Self.compression]
    untilTest = block
  }

  /// Takes the next value; throws ``InputError`` unless it is finite.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireFinite(value, "seed")
    if window.newestCount == block { beginBlock() }
    window.append(value)
    untilTest -= 1
    guard untilTest == 0 else { return .stable }
    untilTest = block
    return window.dropOldPart(delta: delta) ? .drift : .stable
  }

  private mutating func beginBlock() {
    if blocksBegun > compression && window.blocks.count > 1 {
      blocksBegun = 0
      window.merge(growth: growth)
    }
    window.beginBlock()
    blocksBegun += 1
  }

  /// Its registry line, in MOA's variant.
  public static let entry = Entry<any DriftDetector>(
    "seed", "adaptive window of blocks, alarms when the mean rose or fell (MOA)",
    formula: """
      every block values, drift where |S₁/n₁ − S₀/n₀| > √(2 m v D) + ⅔ D m between two blocks, \
      D = ln(2 ln n / delta), m = 1/n₀ + 1/n₁; drop the older part; every compression blocks merge \
      neighbours whose means differ by less than k·epsilon·alpha, k-th from the newest
      """,
    source: "Huang et al., ICDM 2014; MOA's variant", settings: settings
  ) { values, _ in SEED(values) }
}
