import Core
import Testing
import Training

@Suite struct LedgerPointTests {
  private let point = LedgerPoint(step: 4, steps: 2, version: 1)

  /// The meter's names are the ledger's, and all of them FLOP.
  @Test func metersSpeakTheLedgersLanguage() {
    for part in Usage().trainingParts {
      #expect(LedgerQuantity(rawValue: part.name)?.unit == .flop, "\(part.name)")
    }
  }

  @Test func entriesOfAMeter() {
    var usage = Usage()
    (usage.forward, usage.search, usage.serving) = (10, 20, 40)
    (usage.rowsTrained, usage.bytesSent) = (3, 8)
    let entries = point.entries(.training, of: usage)
    #expect(entries.map(\.component) == [.training, .search, .training, .training])
    #expect(entries.map(\.quantity) == ["forward", "candidates", "rows", "sent"])
    #expect(entries.map(\.unit) == [.flop, .flop, .rows, .bytes])
    #expect(entries.map(\.amount) == [10, 20, 3, 8])
    #expect(entries.allSatisfy { $0.step == 4 && $0.steps == 2 && $0.version == 1 })
  }

  @Test func nothingLeavesNoEntry() {
    #expect(point.entry(.review, .minutes, 0) == nil)
    #expect(point.errors(label: "a", prediction: "b", count: 0) == nil)
    #expect(point.errors(label: "a", prediction: "b", count: 2)?.quantity == "a→b")
    #expect(point.entry(.review, .minutes, 1.5, basis: .assumed)?.unit == .minutes)
  }
}
