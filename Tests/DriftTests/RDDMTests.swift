import Core
import Drift
import Numerics
import Testing

@Suite struct RDDMTests {
  /// The definition step by step over plain arrays: every value with its row, rows counted for ever.
  struct PlainRDDM {
    var minValues = 129, longest = 40_000, capacity = 7000, mostWarnings = 1400
    var warning = 1.773, drift = 2.258

    private var stored: [(row: Int, value: Double)] = []
    private var row = 0
    /// The row of the first warning of the current run, and the row at which it stands in store.
    private var warningRow: Int?, warningPlace: Int?
    private var (n, p, s) = (0.0, 1.0, 0.0)
    private var (leastP, leastS) = (Double.infinity, Double.infinity)
    private var (isPending, hasAlarmed) = (false, false)

    init(_ minValues: Int, _ longest: Int, _ capacity: Int, _ mostWarnings: Int) {
      (self.minValues, self.longest) = (minValues, longest)
      (self.capacity, self.mostWarnings) = (capacity, mostWarnings)
    }

    private mutating func add(_ x: Double) {
      n += 1
      p += (x - p) / n
      s = (p * (1 - p) / n).squareRoot()
    }

    private mutating func replay() {
      (n, p) = (0, 1)
      if hasAlarmed { (leastP, leastS) = (.infinity, .infinity) }
      if let warningPlace { stored.removeAll { $0.row < warningPlace } }
      for value in stored.map(\.value) {
        add(value)
        if hasAlarmed && n >= Double(minValues + 1) && p + s < leastP + leastS {
          (leastP, leastS) = (p, s)
        }
      }
      (warningRow, warningPlace, isPending, hasAlarmed) = (nil, nil, false, false)
    }

    mutating func update(_ x: Double) -> DriftSignal {
      if isPending { replay() }
      row += 1
      stored.append((row, x))
      if stored.count > capacity {
        let dropped = stored.removeFirst()
        if dropped.row == warningPlace { warningPlace = nil }
      }
      add(x)
      guard n >= Double(minValues) else { return .stable }
      if p + s < leastP + leastS { (leastP, leastS) = (p, s) }
      if p + s > leastP + drift * leastS {
        if warningRow == nil { stored = [(row, x)] }
        (isPending, hasAlarmed) = (true, true)
        return .drift
      }
      if p + s > leastP + warning * leastS {
        if let first = warningRow, first + mostWarnings <= row {
          stored = [(row, x)]
          (warningRow, warningPlace, isPending, hasAlarmed) = (nil, nil, true, true)
          return .drift
        }
        if warningRow == nil { (warningRow, warningPlace) = (row, row) }
        return .warning
      }
      (warningRow, warningPlace) = (nil, nil)
      if n + 1 > Double(longest) { isPending = true }
      return .stable
    }
  }

  /// Small limits, so that all of them are reached: long runs, stores shorter than a run of warnings.
  @Test(arguments: [(20, 150, 60, 15), (10, 40, 8, 25), (1, 90, 30, 5), (30, 5000, 1000, 400)])
  func agreesWithItsDefinition(
    minValues: Int, longest: Int, capacity: Int, mostWarnings: Int
  ) throws {
    var detector = try RDDM.entry.make(
      [
        "min-values": .integer(minValues), "longest": .integer(longest),
        "stored": .integer(capacity), "warnings": .integer(mostWarnings),
      ], NoComponents())
    var plain = PlainRDDM(minValues, longest, capacity, mostWarnings)
    var (random, counts) = (RandomStream(seed: 21), [DriftSignal: Int]())
    for i in 0..<6000 {
      let error = random.bernoulli([0.3, 0.05, 0.33, 0.36, 0.6][i / 300 % 5]) ? 1.0 : 0
      let (seen, expected) = (try detector.update(error), plain.update(error))
      if seen != expected { Issue.record("value \(i): \(seen), not \(expected)") }
      counts[seen, default: 0] += 1
    }
    #expect(counts[.drift, default: 0] > 3 && counts[.warning, default: 0] > 10, "\(counts)")
  }

  /// A level of errors that warns but is no drift at once: a drift at the next warning after the most.
  @Test func warnsNoLongerThanItMay() throws {
    var detector = try RDDM.entry.make(
      ["drift": .number(1000), "warnings": .integer(7)], NoComponents())
    let seen = try (0..<400).map { i in try detector.update(i % 10 == 9 || i > 200 ? 1 : 0) }
    let first = try #require(seen.firstIndex(of: .warning))
    #expect(Array(seen[first..<first + 8]) == Array(repeating: .warning, count: 7) + [.drift])
  }

  @Test func whatIsStoredIsLessThanTheLongest() {
    #expect(
      throws: SettingError("stored", "7000 is not less than longest 5000; allowed: ≤ 4999")
    ) { _ = try RDDM.entry.make(["longest": .integer(5000)], NoComponents()) }
  }
}
