/// Where in the unit square each of several linear costs is the lowest, exactly: a convex polygon each, cut out by
/// the half-planes in which it costs no more than another (Sutherland and Hodgman, Reentrant polygon clipping,
/// CACM 1974). O(n²) cuts for n costs.
struct CheapestRegions {
  /// A corner of a polygon, and who is as cheap along the edge that begins there; `nil` at the square's border.
  struct Corner: Hashable {
    let x: Double, y: Double
    let rival: Int?
  }

  /// A part of the line on which two costs are equal and no other is lower.
  struct Flip: Hashable {
    /// The two; the first comes before the second in order.
    let first: Int, second: Int
    /// The ends.
    let from: SIMD2<Double>, to: SIMD2<Double>
  }

  /// Corners in their order around the region; none where it is not the cheapest, or on a line only.
  let polygons: [[Corner]]

  /// The regions of some costs; of equal costs the first has all.
  init(_ costs: [LinearCost]) {
    let all = costs.indices.map { Self.polygon(of: $0, among: Array(costs.indices), costs) }
    let winners = costs.indices.filter { Self.area(all[$0]) > 1e-15 }
    // Again without those that are cheapest on a line only, where their neighbours flip.
    polygons = costs.indices.map {
      winners.contains($0) ? Self.polygon(of: $0, among: winners, costs) : []
    }
  }

  /// Every flip between two regions, by the first and then around it.
  var flips: [Flip] {
    polygons.indices.flatMap { i in
      polygons[i].indices.compactMap { k -> Flip? in
        let (corner, next) = (polygons[i][k], polygons[i][(k + 1) % polygons[i].count])
        guard let rival = corner.rival, rival > i else { return nil }
        let (from, to) = (SIMD2(corner.x, corner.y), SIMD2(next.x, next.y))
        guard max(abs(from.x - to.x), abs(from.y - to.y)) > 1e-13 else { return nil }
        return Flip(first: i, second: rival, from: from, to: to)
      }
    }
  }

  private static func polygon(
    of i: Int, among rivals: [Int], _ costs: [LinearCost]
  ) -> [Corner] {
    var polygon = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map { Corner(x: $0, y: $1, rival: nil) }
    for j in rivals where j != i && !polygon.isEmpty {
      let excess = costs[i] - costs[j]
      if excess == LinearCost(fixed: 0, first: 0, second: 0) {
        if j < i { return [] }
      } else {
        polygon = cut(polygon, where: excess, rival: j)
      }
    }
    return polygon
  }

  /// The part of a polygon in which an excess is not above 0.
  private static func cut(
    _ polygon: [Corner], where excess: LinearCost, rival: Int
  ) -> [Corner] {
    var result: [Corner] = []
    for (k, corner) in polygon.enumerated() {
      let next = polygon[(k + 1) % polygon.count]
      let (here, there) = (excess.at(corner.x, corner.y), excess.at(next.x, next.y))
      if here <= 0 { result.append(corner) }
      guard (here <= 0) != (there <= 0) else { continue }
      let t = here / (here - there)
      result.append(
        Corner(
          x: corner.x + t * (next.x - corner.x), y: corner.y + t * (next.y - corner.y),
          rival: here <= 0 ? rival : corner.rival))
    }
    return result
  }

  /// By the shoelace formula; corners go around against the clock.
  private static func area(_ polygon: [Corner]) -> Double {
    polygon.indices.reduce(0) { sum, k in
      let (a, b) = (polygon[k], polygon[(k + 1) % polygon.count])
      return sum + (a.x * b.y - b.x * a.y) / 2
    }
  }
}
