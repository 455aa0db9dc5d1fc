import Core
import Numerics
import Policies
import Testing

/// Values of settings: within their range, of few digits, and spread as asked.
@Suite struct SettingRangeTests {
  private static func numbers(_ range: SettingRange, _ count: Int) -> [Double] {
    var random = RandomStream(seed: 7)
    return (0..<count).compactMap { _ in
      switch range.draw(using: &random) {
      case .number(let x): x
      case .integer(let n): Double(n)
      default: nil
      }
    }
  }

  @Test func drawsAreInTheRangeAndSpread() {
    let even = Self.numbers(.numbers(0.2...0.8, .even, isWhole: false), 4000)
    #expect(even.allSatisfy { (0.2...0.8).contains($0) })
    #expect(abs(even.reduce(0, +) / 4000 - 0.5) < 0.01)
    // Half of the logarithms lie below the geometric middle.
    let ratio = Self.numbers(.numbers(0.001...10, .ratio, isWhole: false), 4000)
    #expect(ratio.allSatisfy { (0.001...10).contains($0) })
    #expect(abs(Double(ratio.count { $0 < 0.1 }) / 4000 - 0.5) < 0.03)
    let whole = Self.numbers(.numbers(1...100, .ratio, isWhole: true), 4000)
    #expect(whole.allSatisfy { $0 == $0.rounded() && (1...100).contains($0) })
  }

  @Test func numbersHaveThreeDigits() {
    for x in Self.numbers(.numbers(1e-7...1e7, .ratio, isWhole: false), 2000) {
      // The shortest text that reads back the same has no more digits.
      let digits = "\(x)".split(separator: "e")[0].filter(\.isNumber)
        .drop { $0 == "0" }.reversed().drop { $0 == "0" }
      #expect(digits.count <= 3, "\(x)")
    }
    #expect(SettingRange.rounded(0.012349) == 0.0123)
    #expect(SettingRange.rounded(98765) == 98800)
    #expect(SettingRange.rounded(-1.2351) == -1.24)
    #expect(SettingRange.rounded(0) == 0)
  }

  @Test func levelsGoFromEndToEnd() {
    let even = SettingRange.numbers(0...1, .even, isWhole: false)
    #expect(even.levels(3) == [.number(0), .number(0.5), .number(1)])
    #expect(even.levels(1) == [.number(0.5)])
    let ratio = SettingRange.numbers(1...100, .ratio, isWhole: true)
    #expect(ratio.levels(3) == [.integer(1), .integer(10), .integer(100)])
    // No more than there are.
    #expect(SettingRange.numbers(1...3, .even, isWhole: true).levels(50).count == 3)
    #expect(SettingRange.values([.flag(true), .flag(false)]).levels(1).count == 2)
  }
}
