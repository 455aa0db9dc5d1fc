internal import Numerics

/// Points in d dimensions, each the code of a thing, and how likely each is meant by a point near it.
struct Codes: Sendable {
  /// d.
  let width: Int
  /// The points, one after another, [n, d].
  private let elements: [Double]

  /// `count` points from a standard normal.
  init(count: Int, width: Int, using random: inout RandomStream) {
    self.width = width
    elements = (0..<count * width).map { _ in random.normal() }
  }

  /// The coordinates of point `i`.
  subscript(i: Int, j: Int) -> Double { elements[i * width + j] }

  /// Sets wᵢ to exp(lᵢ − max l), lᵢ = −‖x − cᵢ‖² / (2 σ²), for the first points, as many as there are
  /// weights, and returns max l. Weights below e⁻⁴² = 6·10⁻¹⁹ are 0: no sum of others can tell.
  func weigh(_ x: ArraySlice<Float>, spread σ: Double, into weights: inout [Double]) -> Double {
    let scale = -1 / (2 * σ * σ)
    var (place, best) = (0, -Double.infinity)
    for i in weights.indices {
      var squares = 0.0
      for j in x.indices {
        let difference = Double(x[j]) - elements[place]
        squares += difference * difference
        place += 1
      }
      weights[i] = squares * scale
      best = max(best, weights[i])
    }
    for i in weights.indices {
      let below = weights[i] - best
      weights[i] = below < -42 ? 0 : Double.exp(below)
    }
    return best
  }
}
