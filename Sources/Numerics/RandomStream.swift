/// A reproducible stream of random numbers with named children.
///
/// The generator is xoshiro256** (Blackman & Vigna, *Scrambled linear pseudorandom number
/// generators*, 2018), seeded through SplitMix64 (Steele et al. 2014). A value: a copy continues
/// independently from the same place. A child depends on the parent's **seed** and its own key, never
/// on how much was drawn, so `root.child("holdout", 3)` is the same numbers whoever asks and whenever.
///
/// Swift's own `random(in:using:)` and `shuffle(using:)` may change between Swift versions; the
/// sequences here are pinned by tests.
public struct RandomStream: Hashable, Codable, Sendable {
  /// The seed this stream was made from.
  public let seed: UInt64
  @usableFromInline var s0: UInt64, s1: UInt64, s2: UInt64, s3: UInt64
  /// The second number of the last pair of normals, if it has not been handed out.
  private var spareNormal: Double?

  /// A stream from a 64-bit seed; every seed is allowed and none is like another.
  public init(seed: UInt64) {
    self.seed = seed
    var mixer = SplitMix64(state: seed)
    (s0, s1, s2, s3) = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// A stream in a given state; only for checking the generator against its authors' sequences.
  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    seed = 0
    (s0, s1, s2, s3) = state
  }

  /// The child named by a purpose and an index (a step, a concept, …).
  ///
  /// Its seed mixes the parent's seed, the FNV-1a hash of the name and the index through SplitMix64.
  public func child(_ name: String, _ index: Int = 0) -> RandomStream {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var mixer = SplitMix64(state: seed)
    mixer = SplitMix64(state: mixer.next() ^ hash)
    mixer = SplitMix64(state: mixer.next() ^ UInt64(bitPattern: Int64(index)))
    return RandomStream(seed: mixer.next())
  }

  /// 64 random bits.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    let product = s1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let t = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// Uniform on [0, 1), a multiple of 2⁻⁵³.
  @inlinable @inline(__always)
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform on the integers 0 ..< `bound`, without bias (Lemire, *Fast random integer generation in
  /// an interval*, 2019).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "integer(below: \(bound))")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// True with probability `p`.
  @inlinable @inline(__always)
  public mutating func bernoulli(_ p: Double) -> Bool { uniform() < p }

  /// Standard normal, by the polar method (Marsaglia & Bray 1964).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      guard s > 0 && s < 1 else { continue }
      let factor = (-2 * Double.log(s) / s).squareRoot()
      spareNormal = v * factor
      return u * factor
    }
  }

  /// Shuffles in place, every order equally likely (Durstenfeld 1964).
  @inlinable public mutating func shuffle<Element>(_ elements: inout [Element]) {
    var i = elements.count - 1
    while i > 0 {
      elements.swapAt(i, integer(below: i + 1))
      i -= 1
    }
  }
}

/// SplitMix64 (Steele, Lea & Flood 2014): spreads a seed over the state of a larger generator.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
