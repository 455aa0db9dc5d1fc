import Core
import Testing

@Suite struct GridIntensityTests {
  @Test func namesAndNumbers() {
    #expect(GridIntensity.named.map(\.name) == ["world", "us", "france"])
    #expect(GridIntensity.named.map(\.hourly) == [[475], [369], [56]])
    #expect(GridIntensity.world.mean(from: -5, to: 1e9) == 475)
  }

  /// Against the mean over every tenth of a second, also before the stream begins and over midnight.
  @Test(arguments: [(0, 60), (3000, 4200), (-100, 50), (82_000, 180_000), (7200, 7200)])
  func meanOverTime(_ start: Int, _ end: Int) {
    let grid = GridIntensity("", (0..<24).map { Double(($0 * 7) % 24) * 10 })
    let tenths = max(10 * (end - start), 1)
    var sum = 0.0
    for i in 0..<tenths {
      let second =
        (10 * start + i) / 10 - ((10 * start + i) < 0 && (10 * start + i) % 10 != 0 ? 1 : 0)
      let ofDay = ((second % 86_400) + 86_400) % 86_400
      sum += grid.hourly[ofDay / 3600]
    }
    let mean = grid.mean(from: Double(start), to: Double(end))
    if start == end {
      #expect(mean == grid.hourly[0])
    } else {
      #expect(abs(mean - sum / Double(tenths)) < 1e-6)
    }
  }
}
