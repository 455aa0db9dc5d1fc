import Core
import Drift
import Testing

@Suite struct CUSUMTests {
  func signals(_ settings: SettingValues, _ values: [Double]) throws -> [DriftSignal] {
    var detector = try CUSUM.entry.make(settings, NoComponents())
    return try values.map { try detector.update($0) }
  }

  let zerosThenOnes = Array(repeating: 0.0, count: 10) + Array(repeating: 1, count: 8)

  /// k zeros, then ones, with δ = 0: the j-th one has x − μ = k/(k + j), so that the sum is
  /// k(1/(k+1) + … + 1/(k+j)). For k = 10: .909, 1.742, 2.512, 3.226: over 3 at the fourth one. The next
  /// value starts afresh.
  @Test func worksAsByHand() throws {
    let settings: SettingValues = [
      "min-values": .integer(1), "delta": .number(0), "threshold": .number(3),
    ]
    let seen = try signals(settings, zerosThenOnes)
    #expect(seen.indices.filter { seen[$0] == .drift } == [13])
  }

  /// With a δ of .1 the zeros would bring the sum to −1, but for its floor; the ones then bring .809,
  /// 1.542, 2.212, 2.826, 3.393: over 3 at the fifth one.
  @Test func aCalmTakesNothingOff() throws {
    let settings: SettingValues = [
      "min-values": .integer(1), "delta": .number(0.1), "threshold": .number(3),
    ]
    #expect(try signals(settings, zerosThenOnes).firstIndex(of: .drift) == 14)
  }

  @Test func aFallIsNotHeard() throws {
    let fall = (0..<4000).map { $0 < 2000 ? 10.0 : 0 }
    #expect(try !signals([:], fall).contains(.drift))
  }

  /// A sum over the limit from the start is told at value `min-values` − 1.
  @Test(arguments: [(30, 28), (10, 8), (2, 1)])
  func testsBegin(minValues: Int, index: Int) throws {
    let values = [0.0] + Array(repeating: 1000, count: 40)
    let seen = try signals(["min-values": .integer(minValues)], values)
    #expect(seen.firstIndex(of: .drift) == index)
  }
}
