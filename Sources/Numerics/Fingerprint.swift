/// A 64-bit fingerprint of a sequence of values: equal content has equal ones; it protects against nobody.
///
/// A state h takes in words of 8 bytes one by one: x = h ⊕ word, h ← (x ⊕ ⌊x / 2²⁹⌋) · φ mod 2⁶⁴, with the odd number
/// φ = ⌊2⁶⁴ (√5 − 1)/2⌋. That is a bijection of h for a given word and of the word for a given h, so that a change
/// within one word always changes the fingerprint, and the order of words counts; the shift keeps a high bit from
/// going on as a single bit, which another could undo. Long blocks go through eight states of their own at once, each
/// over every eighth word, which then are taken in as words; a last word is filled up with zeros, and the number of
/// bytes is taken in behind them, so that content cut elsewhere differs. The end mixes the bits as in MurmurHash3
/// (Appleby 2011). Words are read as little-endian: the same on every machine. Numbers count by their bits: 0 and −0
/// differ.
public struct Fingerprint: Hashable, Sendable {
  private static let factor: UInt64 = 0x9e37_79b9_7f4a_7c15

  private var state: UInt64 = 0x243f_6a88_85a3_08d3

  /// Of nothing.
  public init() {}

  /// Takes in 64 bits.
  public mutating func combine(_ word: UInt64) { state = Self.mix(state, word) }

  /// Takes in a whole number.
  public mutating func combine(_ number: Int) { combine(UInt64(bitPattern: Int64(number))) }

  /// Takes in a real number, by its bits.
  public mutating func combine(_ number: Double) { combine(number.bitPattern) }

  /// Takes in a text, by its UTF-8 bytes.
  public mutating func combine(_ text: String) {
    unsafe Array(text.utf8).withUnsafeBytes { unsafe combine($0) }
  }

  /// Takes in a matrix: its elements by their bits, row after row, and its shape.
  public mutating func combine(_ matrix: Matrix<Float>) {
    unsafe matrix.withUnsafeElements { unsafe combine(UnsafeRawBufferPointer($0)) }
    combine(matrix.columns)
  }

  /// The fingerprint of everything taken in so far.
  public var value: UInt64 {
    var x = state
    x = (x ^ (x >> 33)) &* 0xff51_afd7_ed55_8ccd
    x = (x ^ (x >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return x ^ (x >> 33)
  }

  @inline(__always)
  private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let x = state ^ word
    return (x ^ (x >> 29)) &* factor
  }

  /// Takes in bytes and their number.
  private mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    @inline(__always) func word(_ offset: Int) -> UInt64 {
      unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    var offset = 0
    if bytes.count >= 64 {
      var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
      var (e, f, g, h): (UInt64, UInt64, UInt64, UInt64) = (5, 6, 7, 8)
      while offset + 64 <= bytes.count {
        a = Self.mix(a, word(offset))
        b = Self.mix(b, word(offset + 8))
        c = Self.mix(c, word(offset + 16))
        d = Self.mix(d, word(offset + 24))
        e = Self.mix(e, word(offset + 32))
        f = Self.mix(f, word(offset + 40))
        g = Self.mix(g, word(offset + 48))
        h = Self.mix(h, word(offset + 56))
        offset += 64
      }
      for lane in [a, b, c, d, e, f, g, h] { combine(lane) }
    }
    while offset + 8 <= bytes.count {
      combine(word(offset))
      offset += 8
    }
    if offset < bytes.count {
      var last: UInt64 = 0
      for i in offset..<bytes.count { last |= unsafe UInt64(bytes[i]) << UInt64(8 * (i - offset)) }
      combine(last)
    }
    combine(bytes.count)
  }
}
