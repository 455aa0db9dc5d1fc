/// Standard normal numbers by the ziggurat, some four times as fast as ``RandomStream/normal()``: what
/// a stream of many Gaussian features waits for, and training with noise.
///
/// The density is covered by 256 layers of equal area v; a number is one draw of 64 bits, 8 of which
/// choose the layer and 53 others the place in it, except for about 1 % that fall near the edge of a
/// layer (tested against the density) or in the tail beyond r (Marsaglia 1964).
///
/// Source: Marsaglia & Tsang, *The ziggurat method for generating random variables*, J. Stat. Software
/// 5(8), 2000, with r and v of their table for 256 layers; layer and place from separate bits as in
/// Doornik, *An improved ziggurat method to generate normal random samples*, 2005.
public struct Ziggurat: Sendable {
  /// The layers, computed once.
  public static let shared = Ziggurat()

  private static let r = 3.6541528853610088
  private static let v = 0.00492867323399

  /// Right edges of the layers, from the bottom layer (with the tail) up, and 0 for the top.
  @usableFromInline let edges: [Double]
  /// Where the next layer's edge lies, as a share of this one's: inside it every place is under the
  /// density.
  @usableFromInline let shares: [Double]

  private init() {
    var edges = [Self.v / Self.density(Self.r), Self.r]
    while edges.count < 256 {
      let x = edges[edges.count - 1]
      edges.append((-2 * Double.log(Self.v / x + Self.density(x))).squareRoot())
    }
    edges.append(0)
    self.edges = edges
    shares = zip(edges, edges.dropFirst()).map { $1 / $0 }
  }

  /// A standard normal number.
  @inlinable @inline(__always)
  public func normal(using random: inout RandomStream) -> Double {
    let bits = random.next()
    let layer = Int(bits & 0xff)
    let place = Double(Int64(bitPattern: bits) >> 11) * 0x1p-52
    if abs(place) < shares[layer] { return place * edges[layer] }
    return edge(layer, place, using: &random)
  }

  /// Fills `count` places with standard normal numbers, those that as many calls of ``normal(using:)``
  /// give.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @unsafe public func fill<Element: Scalar>(
    _ places: UnsafeMutablePointer<Element>, count: Int, using random: inout RandomStream
  ) {
    // A copy that nobody else sees stays in registers.
    var stream = random
    for i in 0..<count { unsafe places[i] = Element(normal(using: &stream)) }
    random = stream
  }

  /// The number for a place near the edge of a layer, or for another place.
  @usableFromInline func edge(_ layer: Int, _ place: Double, using random: inout RandomStream)
    -> Double
  {
    if layer == 0 { return place < 0 ? -tail(using: &random) : tail(using: &random) }
    let x = place * edges[layer]
    let (lower, upper) = (Self.density(edges[layer]), Self.density(edges[layer + 1]))
    if lower + random.uniform() * (upper - lower) < Self.density(x) { return x }
    return normal(using: &random)
  }

  /// A number beyond r.
  private func tail(using random: inout RandomStream) -> Double {
    while true {
      let x = -Double.log(1 - random.uniform()) / Self.r
      let y = -Double.log(1 - random.uniform())
      if 2 * y > x * x { return Self.r + x }
    }
  }

  /// exp(−x² / 2).
  private static func density(_ x: Double) -> Double { Double.exp(-x * x / 2) }
}
