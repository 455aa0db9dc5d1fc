internal import Numerics

/// The way centroids move: each along a straight line, until a coordinate reaches 0 or 1.
///
/// A step adds the velocity to the centre; a coordinate that leaves [0, 1] is set to the border it crossed and
/// its velocity negated, so that no path is mirrored.
///
/// Source: MOA's `RandomRBFGeneratorDrift`.
struct CentroidMotion: Sendable {
  /// The velocities of the first centroids, per row, [k, d].
  private(set) var velocities: [Double]

  /// Velocities of the given length in directions uniform in [0, 1)^d, scaled; or in (−1, 1)^d, with signs.
  init(
    count: Int, features: Int, speed: Double, hasSigns: Bool, using random: inout RandomStream
  ) {
    velocities = []
    for _ in 0..<count {
      var direction = (0..<features).map { _ in 1 - random.uniform() }
      if hasSigns { direction = direction.map { random.bernoulli(0.5) ? $0 : -$0 } }
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      velocities += direction.map { $0 / length * speed }
    }
  }

  /// Moves the first centroids by one row's step.
  mutating func move(_ centres: inout [Double]) {
    var centres = centres.mutableSpan
    var velocities = velocities.mutableSpan
    for i in velocities.indices {
      let x = centres[i] + velocities[i]
      centres[i] = min(max(x, 0), 1)
      if x < 0 || x > 1 { velocities[i].negate() }
    }
  }
}
