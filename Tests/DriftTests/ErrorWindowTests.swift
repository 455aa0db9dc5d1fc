import Numerics
import Testing

@testable import Drift

@Suite struct ErrorWindowTests {
  /// Against a plain array, whatever is done to it.
  @Test(arguments: [1, 2, 7])
  func isFirstInFirstOut(capacity: Int) {
    var random = RandomStream(seed: 11)
    var (window, plain) = (ErrorWindow(capacity: capacity), [Bool]())
    for i in 0..<600 {
      let value = random.bernoulli(0.4)
      let leaves = plain.count == capacity && plain[0]
      #expect(window.append(value) == leaves)
      plain = Array((plain + [value]).suffix(capacity))
      if i % 23 == 22 {
        let kept = random.integer(below: capacity + 2)
        window.keepNewest(kept)
        plain = Array(plain.suffix(kept))
      }
      if i % 97 == 96 {
        window.removeAll()
        plain = []
      }
      #expect(window.count == plain.count && window.isFull == (plain.count == capacity))
      #expect(window.errors == plain.count { $0 })
      #expect((0..<window.count).map { window[$0] } == plain)
    }
  }
}
