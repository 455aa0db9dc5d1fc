import Core
import Numerics
import Testing

@testable import Evaluation

@Suite struct DetectionWindowsTests {
  private typealias Verdict = DetectionWindows.Verdict

  @Test func anAbruptDrift() {
    let windows = DetectionWindows([KnownDrift(at: 50)], rows: 100, window: 10)
    #expect(windows.windows == [50..<60] && windows.rowsOutside == 90)
    #expect(
      windows.verdicts(on: [10, 49, 51, 55, 59, 60, 99]) == [
        .unfounded, .unfounded, .detection(drift: 0, delay: 1), .repeated(drift: 0),
        .repeated(drift: 0), .unfounded, .unfounded,
      ])
  }

  /// The window begins with the transition and ends so many rows after it.
  @Test(arguments: [(0, 50..<60), (1, 50..<60), (2, 49..<61), (3, 49..<62), (20, 40..<70)])
  func aGradualDrift(width: Int, window: Range<Int>) {
    let windows = DetectionWindows([KnownDrift(at: 50, width: width)], rows: 100, window: 10)
    #expect(windows.windows == [window])
    #expect(windows.rowsOutside == 100 - window.count)
    let alarms = [window.lowerBound - 1, window.lowerBound, window.upperBound]
    #expect(
      windows.verdicts(on: alarms) == [.unfounded, .detection(drift: 0, delay: 0), .unfounded])
    #expect(
      windows.verdicts(on: [window.upperBound - 1])
        == [.detection(drift: 0, delay: window.count - 1)])
  }

  /// A window ends where the next begins: an alarm belongs to the latest drift that has begun.
  @Test func windowsThatWouldOverlap() {
    let drifts = [KnownDrift(at: 50), KnownDrift(at: 60, width: 10), KnownDrift(at: 95)]
    let windows = DetectionWindows(drifts, rows: 100, window: 20)
    #expect(windows.windows == [50..<55, 55..<85, 95..<100])
    #expect(
      windows.verdicts(on: [52, 54, 55, 84, 85, 94, 99]) == [
        .detection(drift: 0, delay: 2), .repeated(drift: 0), .detection(drift: 1, delay: 0),
        .repeated(drift: 1), .unfounded, .unfounded, .detection(drift: 2, delay: 4),
      ])
  }

  @Test func aWindowOfAnyLengthEndsWithTheStream() {
    let drifts = [KnownDrift(at: 5), KnownDrift(at: 9)]
    let windows = DetectionWindows(drifts, rows: 10, window: .max)
    #expect(windows.windows == [5..<9, 9..<10] && windows.rowsOutside == 5)
  }

  @Test func withoutDriftsAllAlarmsAreFalse() {
    let windows = DetectionWindows([], rows: 10, window: 3)
    #expect(windows.rowsOutside == 10)
    #expect(windows.verdicts(on: [0, 9]) == [.unfounded, .unfounded])
    #expect(windows.verdicts(on: []).isEmpty)
  }

  /// Random drifts and alarms against the definition, row by row.
  @Test(arguments: 1...60) func byTheDefinition(seed: Int) {
    var random = RandomStream(seed: UInt64(seed))
    let (rows, window) = (60, 1 + random.integer(below: 20))
    var (drifts, end) = ([KnownDrift](), 1)
    while drifts.count < 4 {
      let width = random.integer(below: 9)
      let drift = KnownDrift(at: end + width / 2 + random.integer(below: 12), width: width)
      guard drift.end < rows else { break }
      drifts.append(drift)
      end = drift.end + 1
    }
    let alarms = (0..<rows).filter { _ in random.bernoulli(0.3) }
    let windows = DetectionWindows(drifts, rows: rows, window: window)
    var found: Set<Int> = []
    let expected = alarms.map { alarm -> Verdict in
      guard let drift = drifts.lastIndex(where: { $0.start <= alarm }),
        alarm < drifts[drift].end + window
      else { return .unfounded }
      return found.insert(drift).inserted
        ? .detection(drift: drift, delay: alarm - drifts[drift].start) : .repeated(drift: drift)
    }
    #expect(windows.verdicts(on: alarms) == expected, "\(drifts), \(window)")
    let outside = (0..<rows).count { row in !windows.windows.contains { $0.contains(row) } }
    #expect(windows.rowsOutside == outside)
  }
}
