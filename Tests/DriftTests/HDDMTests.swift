import Core
import Drift
import Testing

@Suite struct HDDMTests {
  func signals(
    _ entry: Entry<any DriftDetector>, _ values: [Double], _ settings: SettingValues = [:]
  ) throws -> [DriftSignal] {
    var detector = try entry.make(settings, NoComponents())
    return try values.map { try detector.update($0) }
  }

  func shift(_ before: Int, _ after: Int, from: Double = 0) -> [Double] {
    Array(repeating: from, count: before) + Array(repeating: 1 - from, count: after)
  }

  /// After k zeros, j ones: the mean j/(k+j) has risen at level a if jk/(k+j) ≥ ln(2/a)/2, which is
  /// 3.8005 for a drift and 2.9957 for a warning. k = 10: j = 5 gives 3.333, 6 3.75, 7 4.118.
  @Test func theATestWorksAsByHand() throws {
    for entry in [HDDMA.entry, HDDMARiver.entry] {
      let seen = try signals(entry, shift(10, 7))
      #expect(seen.prefix(14).allSatisfy { $0 == .stable }, "\(entry.name)")
      #expect(Array(seen.suffix(3)) == [.warning, .warning, .drift], "\(entry.name)")
    }
  }

  /// After 200 zeros, each of them a new minimum, B₁ = λ/(2−λ) = .025641. The j-th one has E₂ = 1 and, of B₂ = b after the first,
  /// B₂ = .9025^{j−1}(b − .025641) + .025641. Drift if B₁ + B₂ < 2/ln 1000 = .289530, warning if it is
  /// < 2/ln 200 = .377479: MOA, b = 1: j − 1 > 13.73 and 10.67; River, b = .905: 12.73 and 9.67.
  @Test func theWTestWorksAsByHand() throws {
    for (entry, warning, drift) in [(HDDMW.entry, 12, 15), (HDDMWRiver.entry, 11, 14)] {
      let seen = try signals(entry, shift(200, drift)).suffix(drift)
      let expected = (1...drift).map { j -> DriftSignal in
        j < warning ? .stable : j < drift ? .warning : .drift
      }
      #expect(Array(seen) == expected, "\(entry.name)")
    }
  }

  /// Two-sided, a fall is the mirror image of a rise in River.
  @Test func riverHearsAFallAsItHearsARise() throws {
    let settings: SettingValues = ["two-sided": .flag(true)]
    for entry in [HDDMARiver.entry, HDDMWRiver.entry] {
      let values = (0..<3000).map { i -> Double in
        let value = [0, 0.25, 1, 0.75][i * 7 % 4] / 8
        return i / 500 % 2 == 0 ? value : value + 0.75
      }
      let rises = try signals(entry, values, settings)
      let falls = try signals(entry, values.map { 1 - $0 }, settings)
      #expect(rises == falls && rises.contains(.drift), "\(entry.name)")
      let deaf = try signals(entry, shift(500, 500, from: 1))
      #expect(deaf.allSatisfy { $0 == .stable }, "\(entry.name)")
    }
  }

  /// After a fall from 1 to 0 at row 500, a rise to .5 is nothing against 500 ones and 500 zeros, but a
  /// drift after zeros only: MOA, two-sided, has started afresh without a word.
  @Test func inMOAAFallStartsAfreshSilently() throws {
    let values = shift(500, 500, from: 1) + (0..<100).map { Double($0 % 2) }
    for entry in [HDDMA.entry, HDDMW.entry] {
      let seen = try signals(entry, values, ["two-sided": .flag(true)])
      #expect(seen.prefix(1000).allSatisfy { $0 == .stable }, "\(entry.name)")
      #expect(seen.suffix(100).contains(.drift), "\(entry.name)")
    }
    let oneSided = try signals(HDDMA.entry, values, ["two-sided": .flag(false)])
    #expect(!oneSided.contains(.drift))
  }
}
