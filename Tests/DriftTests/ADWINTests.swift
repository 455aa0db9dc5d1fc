import Core
import Numerics
import Testing

@testable import Drift

@Suite struct ADWINTests {
  /// ADWIN as its definition says it, on a plain array of all values in the window: bucket sums, the
  /// mean and the variance are recomputed from the values each time.
  struct PlainWindow {
    var values: [Double] = []
    /// Sizes of the buckets, oldest first; equal ones stand together, larger ones first.
    var sizes: [Int] = []
    var tick = 0
    let delta: Double, clock: Int, grace: Int, minWindow: Int, maxBuckets: Int, minPart: Int

    var mean: Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

    mutating func insert(_ x: Double) -> Bool {
      values.append(x)
      sizes.append(1)
      var size = 1
      while sizes.filter({ $0 == size }).count > maxBuckets, let i = sizes.firstIndex(of: size) {
        sizes.replaceSubrange(i...i + 1, with: [2 * size])
        size *= 2
      }
      tick += 1
      guard tick.isMultiple(of: clock) && values.count > grace else { return false }
      var dropped = false
      while hasCut {
        values.removeFirst(sizes.removeFirst())
        dropped = true
      }
      return dropped
    }

    var hasCut: Bool {
      let n = Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      let d = Double.log(2 * Double.log(n) / delta)
      var n0 = 0
      for size in sizes.dropLast() {
        n0 += size
        let n1 = values.count - n0
        guard n0 >= minPart && n1 >= minPart else { continue }
        let m = 1 / Double(n0 - minWindow + 1) + 1 / Double(n1 - minWindow + 1)
        let older = values.prefix(n0).reduce(0, +) / Double(n0)
        let newer = values.suffix(n1).reduce(0, +) / Double(n1)
        if abs(older - newer) > (2 * m * variance * d).squareRoot() + 2 / 3 * d * m { return true }
      }
      return false
    }
  }

  /// Streams of 0/1 errors and of real numbers whose mean moves up and down.
  static func values(seed: UInt64, count: Int, isBinary: Bool) -> [Double] {
    var random = RandomStream(seed: seed)
    return (0..<count).map { i in
      let level = [0.1, 0.7, 0.3, 0.9][i / 90 % 4]
      return isBinary ? (random.bernoulli(level) ? 1 : 0) : 20 * level + random.normal()
    }
  }

  static let settings: [SettingValues] = [
    ["clock": .integer(1)],
    ["clock": .integer(4), "delta": .number(0.3), "max-buckets": .integer(2)],
    ["clock": .integer(3), "grace": .integer(25), "min-window": .integer(9)],
  ]

  @Test(arguments: settings, [true, false])
  func alarmsWhereAPlainWindowDoes(_ settings: SettingValues, isBinary: Bool) throws {
    for seed in UInt64(1)...3 {
      let values = Self.values(seed: seed, count: 360, isBinary: isBinary)
      var (moa, river) = (ADWIN(settings), ADWINRiver(settings))
      var (plainMOA, plainRiver) = (plain(settings, margin: 2), plain(settings, margin: 0))
      var alarms = 0
      for (i, x) in values.enumerated() {
        let before = plainMOA.mean
        let cut = plainMOA.insert(x)
        #expect(
          try moa.update(x) == (cut && plainMOA.mean > before ? .drift : .stable), "\(seed) \(i)")
        let riverCut = plainRiver.insert(x)
        #expect(try river.update(x) == (riverCut ? .drift : .stable), "\(seed) \(i)")
        if riverCut {
          plainRiver = plain(settings, margin: 0)
          alarms += 1
        }
        #expect(moa.window.histogram.contents.map(\.count) == plainMOA.sizes, "\(seed) \(i)")
      }
      #expect(alarms > 0)
    }
  }

  func plain(_ values: SettingValues, margin: Int) -> PlainWindow {
    PlainWindow(
      delta: values[AdaptiveWindow.delta], clock: values[AdaptiveWindow.clock],
      grace: values[AdaptiveWindow.grace], minWindow: values[AdaptiveWindow.minWindow],
      maxBuckets: values[AdaptiveWindow.maxBuckets],
      minPart: values[AdaptiveWindow.minWindow] + margin)
  }

  @Test func aFallIsSilentInMOAAndAnAlarmInRiver() throws {
    let values = Array(repeating: 1.0, count: 500) + Array(repeating: 0.0, count: 500)
    var (moa, river) = (ADWIN([:]), ADWINRiver([:]))
    var (rises, changes) = (0, 0)
    for x in values {
      if try moa.update(x) == .drift { rises += 1 }
      if try river.update(x) == .drift { changes += 1 }
    }
    #expect(rises == 0)
    #expect(moa.window.histogram.count < 520)
    #expect(changes >= 1)
  }

  @Test(arguments: [0.0, 1, -3.7e5])
  func aConstantNeverAlarms(_ value: Double) throws {
    var (moa, river) = (ADWIN([:]), ADWINRiver([:]))
    for _ in 0..<20_000 {
      if try moa.update(value) != .stable { Issue.record("MOA alarms on a constant") }
      if try river.update(value) != .stable { Issue.record("River alarms on a constant") }
    }
    #expect(moa.window.histogram.count == 20_000)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func refusesWhatIsNotFinite(_ value: Double) {
    var (moa, river) = (ADWIN([:]), ADWINRiver([:]))
    let problem = "cannot take the value \(value); allowed: any finite number"
    #expect(throws: InputError("adwin \(problem)")) { try moa.update(value) }
    #expect(throws: InputError("adwin-river \(problem)")) { try river.update(value) }
    #expect(moa.window.histogram.count == 0)
  }

  @Test func aCopyIsIndependent() throws {
    var original = ADWIN([:])
    for x in Self.values(seed: 9, count: 200, isBinary: true) { _ = try original.update(x) }
    let before = original.window.histogram.contents.map(\.sum)
    var copy = original
    for _ in 0..<50 { _ = try copy.update(5) }
    #expect(original.window.histogram.contents.map(\.sum) == before)
    #expect(copy.window.histogram.sum != original.window.histogram.sum)
  }
}
