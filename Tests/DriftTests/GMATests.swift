import Core
import Drift
import Numerics
import Testing

@Suite struct GMATests {
  func signals(_ settings: SettingValues, _ values: [Double]) throws -> [DriftSignal] {
    var detector = try GMA.entry.make(settings, NoComponents())
    return try values.map { try detector.update($0) }
  }

  /// After 10 zeros, the j-th one has x − μ = 10/(10 + j). With α = ½ the average is .4545, .6439,
  /// .7066, .7104, .6885: over .71 at the fourth one only.
  @Test func worksAsByHand() throws {
    let values = Array(repeating: 0.0, count: 10) + Array(repeating: 1, count: 5)
    let settings: SettingValues = ["min-values": .integer(1), "alpha": .number(0.5)]
    let over = try signals(settings.overridden(by: ["threshold": .number(0.71)]), values)
    #expect(over.indices.filter { over[$0] == .drift } == [13])
    let under = try signals(settings.overridden(by: ["threshold": .number(0.711)]), values)
    #expect(!under.contains(.drift))
  }

  /// The steepest shift there is, and the most errors there can be.
  @Test func cannotFireOnErrors() throws {
    var random = RandomStream(seed: 12)
    let steep = (0..<20_000).map { $0 < 15_000 ? 0.0 : 1 }
    let noisy = (0..<20_000).map { random.bernoulli($0 < 10_000 ? 0.02 : 0.98) ? 1.0 : 0 }
    for values in [steep, noisy, steep.map { 1 - $0 }] {
      #expect(try signals([:], values).allSatisfy { $0 == .stable })
      let lively = try signals(["threshold": .number(0.4)], values)
      #expect(lively.contains(.drift) == (values[19_999] == 1))
    }
  }

  @Test func testsBeginWithValue29() throws {
    let values = [0.0] + Array(repeating: 1e6, count: 40)
    #expect(try signals([:], values).firstIndex(of: .drift) == 28)
  }
}
