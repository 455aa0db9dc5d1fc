import Testing

@testable import Evaluation

/// Exact regions against the lowest of all costs at dense points, and lower envelopes along lines.
@Suite struct CheapestRegionsTests {
  /// Costs with coefficients of either sign, drawn from a seed.
  static func costs(_ count: Int, seed: UInt64) -> [LinearCost] {
    var random = SplitMix(seed)
    return (0..<count).map { _ in
      LinearCost(
        fixed: random.next(-1, 1), first: random.next(-2, 2), second: random.next(-2, 2))
    }
  }

  private func contains(_ polygon: [CheapestRegions.Corner], _ x: Double, _ y: Double) -> Bool {
    polygon.indices.allSatisfy { k in
      let (a, b) = (polygon[k], polygon[(k + 1) % polygon.count])
      return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) >= -1e-12
    }
  }

  /// Every point of a dense grid lies in the polygon of its cheapest, and in no other but at borders.
  @Test(arguments: 1...60 as ClosedRange<UInt64>) func regionsAreThoseOfBruteForce(_ seed: UInt64) {
    let costs = Self.costs(2 + Int(seed) % 9, seed: seed)
    let polygons = CheapestRegions(costs).polygons
    for i in 0...20 {
      for j in 0...20 {
        let (x, y) = (Double(i) / 20, Double(j) / 20)
        let values = costs.map { $0.at(x, y) }
        let least = values.min() ?? 0
        for k in costs.indices where abs(values[k] - least) > 1e-9 || values[k] == least {
          let isIn = !polygons[k].isEmpty && contains(polygons[k], x, y)
          #expect(isIn == (values[k] == least), "seed \(seed), cost \(k) at \(x), \(y)")
        }
      }
    }
  }

  /// Both costs of a flip are equal at its ends and in its middle, and no other is lower; across it each is the
  /// cheapest on its side.
  @Test(arguments: 1...60 as ClosedRange<UInt64>) func flipsAreWhereTheCheapestChanges(
    _ seed: UInt64
  ) {
    let costs = Self.costs(2 + Int(seed) % 9, seed: seed)
    for flip in CheapestRegions(costs).flips {
      let middle = (flip.from + flip.to) / 2
      for place in [flip.from, middle, flip.to] {
        let least = costs.map { $0.at(place.x, place.y) }.min() ?? 0
        for k in [flip.first, flip.second] {
          #expect(abs(costs[k].at(place.x, place.y) - least) < 1e-9, "seed \(seed)")
        }
      }
      let excess = costs[flip.first] - costs[flip.second]
      let length = (excess.first * excess.first + excess.second * excess.second).squareRoot()
      let across = SIMD2(excess.first, excess.second) / length * 1e-6
      for (place, k) in [(middle - across, flip.first), (middle + across, flip.second)] {
        let values = costs.map { $0.at(place.x, place.y) }
        let distance = flip.from - flip.to
        guard (distance * distance).sum().squareRoot() > 1e-4 else { continue }
        #expect(values[k] == values.min(), "seed \(seed)")
      }
    }
  }

  /// The lower envelope along a line of constant y: where it crosses flips, the cheapest changes, and nowhere else.
  @Test(arguments: 1...60 as ClosedRange<UInt64>) func flipsAlongALineAreTheEnvelopesBreaks(
    _ seed: UInt64
  ) {
    let costs = Self.costs(2 + Int(seed) % 9, seed: seed)
    let flips = CheapestRegions(costs).flips
    for y in [0.123, 0.456, 0.789] {
      let crossed = flips.compactMap { flip -> Double? in
        let (low, high) = (min(flip.from.y, flip.to.y), max(flip.from.y, flip.to.y))
        guard low < y, y < high else { return nil }
        return flip.from.x + (y - flip.from.y) / (flip.to.y - flip.from.y)
          * (flip.to.x - flip.from.x)
      }.sorted()
      let expected = Self.breaks(of: costs, y)
      #expect(crossed.count == expected.count, "seed \(seed), y \(y)")
      for (a, b) in zip(crossed, expected) { #expect(abs(a - b) < 1e-9, "seed \(seed), y \(y)") }
    }
  }

  /// Where the lowest of lines in x changes: crossings of two at which no third is lower.
  static func breaks(of costs: [LinearCost], _ y: Double) -> [Double] {
    var found: [Double] = []
    for i in costs.indices {
      for j in costs.indices where j > i {
        let slope = costs[i].first - costs[j].first
        let gap = costs[j].at(0, y) - costs[i].at(0, y)
        let x = gap / slope
        guard slope != 0, x > 0, x < 1 else { continue }
        let least = costs.map { $0.at(x, y) }.min() ?? 0
        if abs(costs[i].at(x, y) - least) < 1e-12 { found.append(x) }
      }
    }
    return found.sorted()
  }

  /// By hand: x, y, and a constant of ½ leave three regions that meet in the middle of the square.
  @Test func threeThatMeet() {
    let costs = [
      LinearCost(fixed: 0, first: 1, second: 0), LinearCost(fixed: 0, first: 0, second: 1),
      LinearCost(fixed: 0.5, first: 0, second: 0),
    ]
    let flips = CheapestRegions(costs).flips
    let ends = flips.map { flip -> [Double] in
      let (a, b) = (flip.from, flip.to)
      let ends = a.x + a.y < b.x + b.y ? (a, b) : (b, a)
      return [Double(flip.first), Double(flip.second), ends.0.x, ends.0.y, ends.1.x, ends.1.y]
    }
    #expect(
      Set(ends) == [
        [0, 1, 0, 0, 0.5, 0.5], [0, 2, 0.5, 0.5, 0.5, 1], [1, 2, 0.5, 0.5, 1, 0.5],
      ])
  }

  /// Of equal costs the first has all; one that is the cheapest on a line only has no region, and its neighbours
  /// flip there.
  @Test func ties() {
    let (a, b) = (
      LinearCost(fixed: 0, first: 1, second: 0), LinearCost(fixed: 1, first: -1, second: 0)
    )
    let between = LinearCost(fixed: 0.5, first: 0, second: 0)
    let regions = CheapestRegions([between, a, a, b])
    #expect(regions.polygons.map(\.isEmpty) == [true, false, true, false])
    #expect(regions.flips.map { [$0.first, $0.second] } == [[1, 3]])
    #expect(regions.flips.allSatisfy { $0.from.x == 0.5 && $0.to.x == 0.5 })
  }
}

/// Vigna's SplitMix64, for draws that need no more.
struct SplitMix {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next(_ low: Double, _ high: Double) -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    return low + (high - low) * Double(z >> 11) * 0x1p-53
  }
}
