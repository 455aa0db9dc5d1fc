import Core
import Testing
import Training

@Suite struct CostTests {
  @Test func unknownIsNeverLost() {
    let charges: [Charge] = [.none, .known(2), .known(3), .unknown]
    let sums = charges.map { a in charges.map { a + $0 } }
    #expect(
      sums == [
        [.none, .known(2), .known(3), .unknown], [.known(2), .known(4), .known(5), .unknown],
        [.known(3), .known(5), .known(6), .unknown], [.unknown, .unknown, .unknown, .unknown],
      ])
    #expect(charges.map(\.value) == [nil, 2, 3, nil])
  }

  /// One second and one unit of money for every entry.
  private struct Counting: CostModel {
    func cost(of entry: LedgerEntry) -> Cost {
      var cost = Cost()
      (cost.seconds, cost.money) = (.known(1), entry.unit == .rows ? .none : .known(1))
      return cost
    }
    func hasPrice(of component: LedgerComponent) -> Bool { true }
  }

  /// An update that used forward FLOP and rows: those two entries and its start.
  @Test func ofAnUpdate() {
    var usage = Usage()
    (usage.forward, usage.rowsTrained) = (5, 7)
    let cost = Counting().cost(ofUpdate: usage, at: LedgerPoint(step: 3, version: 1))
    #expect(cost.seconds == .known(3) && cost.money == .known(2) && cost.grams == .none)
  }
}
