import Testing

@testable import Numerics

@Suite struct FingerprintTests {
  /// The definition, word by word, on lists.
  private struct Plain {
    var state: UInt64 = 0x243f_6a88_85a3_08d3

    static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
      let x = state ^ word
      return (x ^ x >> 29) &* 0x9e37_79b9_7f4a_7c15
    }

    mutating func take(_ bytes: [UInt8]) {
      var words: [UInt64] = stride(from: 0, to: bytes.count, by: 8).map { start in
        (0..<8).reduce(0) { word, i in
          start + i < bytes.count ? word | UInt64(bytes[start + i]) << UInt64(8 * i) : word
        }
      }
      let blocks = bytes.count / 64
      if blocks > 0 {
        let lanes = (0..<8).map { lane in
          (0..<blocks).reduce(UInt64(lane + 1)) { Self.mix($0, words[8 * $1 + lane]) }
        }
        words = lanes + words.dropFirst(8 * blocks)
      }
      for word in words + [UInt64(bytes.count)] { state = Self.mix(state, word) }
    }

    var value: UInt64 {
      var x = state
      x = (x ^ x >> 33) &* 0xff51_afd7_ed55_8ccd
      x = (x ^ x >> 33) &* 0xc4ce_b9fe_1a85_ec53
      return x ^ x >> 33
    }
  }

  @Test func isWhatItsDefinitionSays() {
    var random = RandomStream(seed: 1)
    for count in Array(0..<140) + [511, 512, 513, 1000] {
      let text = String(
        (0..<count).map { _ in Character(Unicode.Scalar(UInt8(random.next() % 128))) })
      var plain = Plain()
      plain.take(Array(text.utf8))
      plain.take(Array(text.utf8))
      var ours = Fingerprint()
      ours.combine(text)
      ours.combine(text)
      #expect(ours.value == plain.value, "\(count) bytes")
    }
    var (ours, plain) = (Fingerprint(), Plain())
    ours.combine(Matrix<Float>(rows: 3, columns: 7, (0..<21).map(Float.init)))
    plain.take(
      (0..<21).flatMap { i in
        let bits = Float(i).bitPattern
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(8 * $0)) }
      })
    plain.state = Plain.mix(plain.state, 7)
    #expect(ours.value == plain.value)
  }

  /// Numbers of a matrix of 5 × 9, 180 bytes: two blocks, six words and half a one; every bit of each.
  @Test func everyBitCounts() {
    var random = RandomStream(seed: 2)
    for _ in 0..<5 {
      let numbers = (0..<45).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      }
      func print(_ numbers: [Float]) -> UInt64 {
        var print = Fingerprint()
        print.combine(Matrix(rows: 5, columns: 9, numbers))
        return print.value
      }
      // No two such changes look alike, so that none undoes another.
      var seen: Set<UInt64> = [print(numbers)]
      for i in numbers.indices {
        for bit in 0..<32 {
          var other = numbers
          other[i] = Float(bitPattern: numbers[i].bitPattern ^ (1 << UInt32(bit)))
          seen.insert(print(other))
        }
      }
      #expect(seen.count == 1 + 45 * 32)
      #expect(print(numbers) == print(numbers))
    }
  }

  @Test func orderShapeAndCutsCount() {
    func print(_ shape: (Int, Int), _ numbers: [Float]) -> UInt64 {
      var print = Fingerprint()
      print.combine(Matrix(rows: shape.0, columns: shape.1, numbers))
      return print.value
    }
    let numbers = (0..<60).map(Float.init)
    var seen: Set<UInt64> = [print((6, 10), numbers), print((10, 6), numbers)]
    for (i, j) in [(0, 1), (0, 2), (0, 16), (3, 35), (16, 32), (58, 59)] {
      var other = numbers
      other.swapAt(i, j)
      seen.insert(print((6, 10), other))
    }
    #expect(seen.count == 8)
    func prints(_ texts: [String]) -> UInt64 {
      var print = Fingerprint()
      for text in texts { print.combine(text) }
      return print.value
    }
    #expect(
      Set([["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"]].map(prints)).count == 5)
    #expect(prints(["a"]) != prints(["a\0"]) && prints([""]) != Fingerprint().value)
    var (whole, real) = (Fingerprint(), Fingerprint())
    whole.combine(0.0)
    real.combine(-0.0)
    #expect(whole.value != real.value)
  }
}
