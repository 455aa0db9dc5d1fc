import Core
import Simulation
import Synchronization
import Testing

/// Layers that are kept: taken as they were, or made anew, never believed when something is wrong with them.
@Suite struct FreshFitStorageTests {
  private static let prices = StalenessPrices.errors(update: 1)

  private static func fits(
    _ store: MemoryStore, _ text: String = ReplayTests.courses[1].text, seed: Int = 1,
    strategy: String = "full-retrain", delay: Int? = nil, version: String = "1"
  ) async throws -> (layer: [CandidateModel?], trainings: Int, fits: FreshFits) {
    let course = ReplayTests.Course(testDescription: "", text: text, strategy: strategy)
    let scenario = try ReplayTests.scenario(course, ["never"])
    let stream = try StalenessStream(
      scenario, seed: seed, labels: delay.map { LabelPlan(delay: $0, rate: 0.6) })
    let count = Counter()
    let fits = try await FreshFits.train(
      stream, scenario.strategies[0], steps: Array(stride(from: 3, to: 40, by: 6)), storage: store,
      programVersion: version, progress: { _ in count.add() })
    return (try fits.candidates(prices), count.value, fits)
  }

  @Test func areTakenAsTheyWere() async throws {
    let store = MemoryStore()
    let first = try await Self.fits(store)
    let second = try await Self.fits(store)
    #expect(first.trainings == 7 && second.trainings == 0)
    #expect(first.layer == second.layer)
    #expect(first.fits.initialLosses(Self.prices) == second.fits.initialLosses(Self.prices))
    var (a, b) = (Replay(first.fits), Replay(second.fits))
    let scenario = try ReplayTests.scenario(
      ReplayTests.courses[1], ["{name: confidence, window: 20, band: 0.01, max-updates: 0}"])
    let made = try scenario.triggers[0].make()
    let run = try a.run(made, recordsDecisions: true)
    #expect(try b.run(made, recordsDecisions: true) == run)
    #expect(first.fits.losses(of: run) == second.fits.losses(of: run))
  }

  /// Whatever changes what models answer makes them anew.
  @Test func areMadeAnewForEveryChange() async throws {
    let store = MemoryStore()
    _ = try await Self.fits(store)
    let kept = store.contents
    let text = ReplayTests.courses[1].text
    func trainings(
      _ text: String = ReplayTests.courses[1].text, strategy: String = "full-retrain",
      delay: Int? = nil, version: String = "1"
    ) async throws -> Int {
      // Whatever its name, it is offered what was kept first.
      let offered = MemoryStore(always: kept.values.first)
      return try await Self.fits(
        offered, text, strategy: strategy, delay: delay, version: version
      ).trainings
    }
    #expect(try await trainings() == 0)
    #expect(try await trainings(version: "2") == 7)
    #expect(try await trainings(delay: 1) == 7)
    #expect(try await trainings(strategy: "{name: window-retrain, window: 50}") == 7)
    #expect(try await trainings(text.replacing("draw: 2", with: "draw: 5")) == 7)
    #expect(try await trainings(text.replacing("start-up: 70", with: "start-up: 71")) == 7)
    #expect(try await trainings(text.replacing("error: 0.01", with: "error: 0.02")) == 0)
    let other = MemoryStore(always: kept.values.first)
    #expect(try await Self.fits(other, seed: 2).trainings == 7)
  }

  /// Every byte that is another one, and every length that is too short, is noticed.
  @Test func damageIsNoticed() async throws {
    let store = MemoryStore()
    let first = try await Self.fits(store)
    let bytes = try #require(store.contents.values.first)
    for i in stride(from: 0, to: bytes.count, by: max(bytes.count / 25, 1)) {
      var damaged = bytes
      damaged[i] ^= 0x10
      let again = try await Self.fits(MemoryStore(always: damaged))
      #expect(again.trainings == 7 && again.layer == first.layer, "byte \(i)")
      let cut = try await Self.fits(MemoryStore(always: Array(bytes[..<i])))
      #expect(cut.trainings == 7 && cut.layer == first.layer, "length \(i)")
    }
  }
}

/// Bytes in memory; or the same bytes under any name.
private final class MemoryStore: ByteStore {
  private let kept = Mutex<[String: [UInt8]]>([:])
  private let offered: [UInt8]?

  init(always offered: [UInt8]? = nil) { self.offered = offered }

  var contents: [String: [UInt8]] { kept.withLock { $0 } }
  func read(_ name: String) -> [UInt8]? { offered ?? kept.withLock { $0[name] } }
  func write(_ bytes: [UInt8], _ name: String) { kept.withLock { $0[name] = bytes } }
}

private final class Counter: Sendable {
  private let count = Mutex(0)
  var value: Int { count.withLock { $0 } }
  func add() { count.withLock { $0 += 1 } }
}
