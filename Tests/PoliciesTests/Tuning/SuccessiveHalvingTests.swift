import Policies
import Testing

/// Which settings go on.
@Suite struct SuccessiveHalvingTests {
  @Test func rungsArePowersOfTwo() {
    #expect((0...17).filter(SuccessiveHalving.isRung) == [1, 2, 4, 8, 16])
  }

  @Test func theBetterHalfGoesOn() {
    let costs: [Double?] = [5, 1, 4, 2, 3]
    let kept = SuccessiveHalving.survivors(of: [0, 1, 2, 3, 4], family: { _ in "one" }) {
      costs[$0]
    }
    #expect(kept == [1, 3, 4])
    let again = SuccessiveHalving.survivors(of: kept, family: { _ in "one" }) { costs[$0] }
    #expect(again == [1, 3])
    #expect(
      SuccessiveHalving.survivors(of: [2], family: { _ in "one" }, cost: { costs[$0] }) == [2])
  }

  /// Of equal ones the first; the best of each kind in any case; what failed never.
  @Test func kindsStayAndFailuresDoNot() {
    let costs: [Double?] = [1, 1, 1, 9, 8, nil]
    let families = ["a", "a", "a", "b", "b", "c"]
    let kept = SuccessiveHalving.survivors(
      of: [0, 1, 2, 3, 4, 5], family: { families[$0] }, cost: { costs[$0] })
    #expect(kept == [0, 1, 2, 4])
  }
}
