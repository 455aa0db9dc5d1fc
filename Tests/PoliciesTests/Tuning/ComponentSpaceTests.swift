import Core
import Numerics
import Policies
import Testing

/// Grids and draws of things with settings.
@Suite struct ComponentSpaceTests {
  private static let space = ComponentSpace(
    "below", fixed: ["metric": .text("loss")],
    axes: [
      ComponentSpace.Axis("threshold", .numbers(0...1, .even, isWhole: false)),
      ComponentSpace.Axis("window", .numbers(1...100, .ratio, isWhole: true)),
      ComponentSpace.Axis("cooldown", .numbers(1...9, .even, isWhole: true), chance: 0.25),
    ])

  @Test func gridsHaveEveryCombination() {
    let grid = Self.space.grid(levels: 3)
    // Three, three, and unset or three.
    #expect(grid.count == 36 && Set(grid).count == 36)
    #expect(grid.allSatisfy { $0.name == "below" && $0.settings["metric"] == .text("loss") })
    #expect(grid.count { $0.settings["cooldown"] == nil } == 9)
  }

  /// The finest that fits: levels are added as long as their product, (n)(n)(n + 1), does.
  @Test(arguments: [2, 11, 12, 35, 36, 79, 80, 500]) func gridsAreAsFineAsAllowed(_ most: Int) {
    let levels = (1...20).last { $0 * $0 * ($0 + 1) <= most } ?? 1
    let grid = Self.space.grid(atMost: most)
    // Whole numbers from 1 to 9 have nine levels at most.
    #expect(grid.count == min(levels * levels * (min(levels, 9) + 1), most))
    #expect(Set(grid).count == grid.count)
  }

  @Test func whatIsTooMuchIsThinned() {
    let words = SettingRange.values((0..<10).map { .integer($0) })
    let space = ComponentSpace(
      "x", axes: [ComponentSpace.Axis("a", words), ComponentSpace.Axis("b", words)])
    let grid = space.grid(atMost: 7)
    #expect(grid.count == 7 && Set(grid).count == 7)
    #expect(space.grid(atMost: 1000).count == 100)
  }

  @Test func drawsSetWhatMayBeUnsetSoOften() {
    var random = RandomStream(seed: 3)
    let drawn = (0..<4000).map { _ in Self.space.draw(using: &random) }
    let share = Double(drawn.count { $0.settings["cooldown"] != nil }) / 4000
    #expect(abs(share - 0.25) < 0.03)
    #expect(drawn.allSatisfy { $0.settings["threshold"] != nil && $0.settings["window"] != nil })
  }

  @Test func partsAreDrawnWithTheirOwnSettings() {
    let space = ComponentSpace(
      "detector", axes: [ComponentSpace.Axis("detector", .component([Self.space]))])
    var random = RandomStream(seed: 1)
    guard case .component(let part)? = space.draw(using: &random).settings["detector"] else {
      Issue.record("no part")
      return
    }
    #expect(part.name == "below" && part.settings["window"] != nil)
    #expect(space.grid(levels: 2).count == Self.space.grid(levels: 2).count)
  }
}
