import Core
import Drift
import Testing

@Suite struct PageHinkleyTests {
  /// The signals of a new detector.
  func signals(
    _ entry: Entry<any DriftDetector>, _ settings: SettingValues, _ values: [Double]
  ) throws -> [DriftSignal] {
    var detector = try entry.make(settings, NoComponents())
    return try values.map { try detector.update($0) }
  }

  /// k zeros, then ones, with α = 1 and δ = 0: the j-th one has x − μ = k/(k + j), so that the sum is
  /// k(1/(k+1) + … + 1/(k+j)). For k = 10: .909, 1.742, 2.512, 3.226: over 3 at the fourth one.
  @Test func worksAsByHand() throws {
    let values = Array(repeating: 0.0, count: 10) + Array(repeating: 1, count: 5)
    let settings: SettingValues = [
      "min-values": .integer(1), "delta": .number(0), "alpha": .number(1), "threshold": .number(3),
    ]
    for entry in [PageHinkley.entry, PageHinkleyRiver.entry] {
      let seen = try signals(entry, settings, values)
      #expect(seen.firstIndex(of: .drift) == 13, "\(entry.name)")
    }
  }

  /// The same with a δ of .1: a zero at the mean gives −.1, so that MOA's sum begins the ones at −1,
  /// and its minimum is taken off in River's. Sums of the ones less .1 each: .809, 1.542, 2.212, 2.826,
  /// 3.393, 3.918 (10/16), 4.406 (10/17): over 3 at the fifth one in River, at the seventh in MOA.
  @Test func onlyRiverTakesTheMinimumOff() throws {
    let values = Array(repeating: 0.0, count: 10) + Array(repeating: 1, count: 8)
    let settings: SettingValues = [
      "min-values": .integer(1), "delta": .number(0.1), "alpha": .number(1),
      "threshold": .number(3),
    ]
    #expect(try signals(PageHinkley.entry, settings, values).firstIndex(of: .drift) == 16)
    #expect(try signals(PageHinkleyRiver.entry, settings, values).firstIndex(of: .drift) == 14)
  }

  /// A sum over the limit from the start is told at value 29 by MOA, at value 30 by River.
  @Test func testsBeginWhereTheVariantBegins() throws {
    let values = [0.0] + Array(repeating: 1000, count: 40)
    #expect(try signals(PageHinkley.entry, [:], values).firstIndex(of: .drift) == 28)
    #expect(try signals(PageHinkleyRiver.entry, [:], values).firstIndex(of: .drift) == 29)
  }

  @Test(arguments: [("both", true, true), ("up", true, false), ("down", false, true)])
  func modeSaysWhichChangesCount(mode: String, up: Bool, down: Bool) throws {
    let rise = Array(repeating: 0.0, count: 100) + Array(repeating: 10, count: 100)
    let settings: SettingValues = ["mode": .text(mode)]
    let fall = rise.map { 10 - $0 }
    #expect(try signals(PageHinkleyRiver.entry, settings, rise).contains(.drift) == up)
    #expect(try signals(PageHinkleyRiver.entry, settings, fall).contains(.drift) == down)
    #expect(try !signals(PageHinkley.entry, [:], fall).contains(.drift))
  }
}
