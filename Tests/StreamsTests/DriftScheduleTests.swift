import Testing

@testable import Streams

@Suite struct DriftScheduleTests {
  typealias Appearance = ScheduledStream.Appearance

  func schedule(_ appearance: Appearance) -> DriftSchedule {
    DriftSchedule([Appearance(concept: 0, start: 0), appearance])
  }

  @Test func sigmoidAtHandWorkedRows() {
    let schedule = schedule(.init(concept: 1, start: 1000, width: 400))
    #expect(schedule.probability(of: 1, at: 1000) == 0.5)
    #expect(abs(schedule.probability(of: 1, at: 1100) - 0.7310585786300049) < 1e-12)
    #expect(abs(schedule.probability(of: 1, at: 800) - 0.1192029220221175) < 1e-12)
  }

  @Test func linearAtHandWorkedRows() {
    let schedule = schedule(.init(concept: 1, start: 1000, width: 400, shape: .linear))
    #expect(
      [799, 800, 900, 1000, 1150, 1200, 5000].map { schedule.probability(of: 1, at: $0) }
        == [0, 0, 0.25, 0.5, 0.875, 1, 1])
  }

  @Test(arguments: [0, 1]) func noWidthIsAStep(width: Int) {
    for start in [10, 1_000_000_000] {
      let schedule = schedule(.init(concept: 1, start: start, width: width))
      #expect(schedule.probability(of: 1, at: start - 1) == 0)
      #expect(schedule.probability(of: 1, at: start) == 1)
      #expect(schedule.stretch(at: start - 1, limit: start + 5).active.isEmpty)
    }
  }

  @Test(arguments: [2, 1_000_000_000, Int.max]) func nothingOverflows(width: Int) {
    for start in [1, 1_000_000_000] {
      let schedule = schedule(.init(concept: 1, start: start, width: width))
      var previous = 0.0
      for t in [0, start - 1, start, start + 1, 2 * start, 1_000_000_000_000] {
        let p = schedule.probability(of: 1, at: t)
        #expect(p >= previous && p <= 1, "width \(width), row \(t)")
        previous = p
      }
    }
  }

  @Test func overlappingTransitionsNest() {
    let schedule = DriftSchedule([
      Appearance(concept: 0, start: 0), Appearance(concept: 1, start: 100, width: 80),
      Appearance(concept: 2, start: 120, width: 80, shape: .linear),
      Appearance(concept: 0, start: 1000),
    ])
    var weights = [0.0, 0, 0]
    let stretch = schedule.stretch(at: 100, limit: 10_000)
    #expect(stretch.base == 0 && stretch.active == [1, 2] && stretch.end == 160)
    // P₁ = ½, P₂ = ½ − 20/80 = ¼.
    schedule.addProbabilities(at: 100, in: stretch, to: &weights)
    #expect(weights == [0.375, 0.375, 0.25])
    let after = schedule.stretch(at: 160, limit: 10_000)
    #expect(after.base == 2 && after.active.isEmpty && after.end == 1000)
    #expect(schedule.stretch(at: 1000, limit: 1500).end == 1500)
  }
}
