internal import Numerics

/// The means of a mixture's components, m a class: component j belongs to class j / m.
///
/// Their coordinates are drawn from a standard normal, centred on the origin, and scaled together so
/// that the root mean square distance between means of different classes is `separation`.
struct GaussianMeans: Sendable {
  /// d, the number of features.
  let features: Int
  /// m, the number of components of a class.
  let perClass: Int
  /// μ, row after row, [k·m, d].
  private(set) var elements: [Double]

  /// Number of components, k·m.
  var count: Int { elements.count / features }

  /// Means drawn from `random`.
  init(
    classes: Int, perClass: Int, features: Int, separation: Double,
    using random: inout RandomStream
  ) {
    (self.features, self.perClass) = (features, perClass)
    elements = (0..<classes * perClass * features).map { _ in random.normal() }
    centre()
    let scale = separation / spread(classes: classes)
    for i in elements.indices { elements[i] *= scale }
  }

  /// Given means.
  init(features: Int, perClass: Int, _ elements: [Double]) {
    (self.features, self.perClass, self.elements) = (features, perClass, elements)
  }

  /// The mean of component `j`.
  subscript(j: Int) -> ArraySlice<Double> { elements[j * features..<(j + 1) * features] }

  /// All means turned about the origin by an angle in the planes of dimensions 0 and 1, 2 and 3, …
  func rotated(degrees: Double) -> GaussianMeans {
    if degrees == 0 { return self }
    let angle = Angle(degrees: degrees)
    let (sine, cosine) = (angle.sine, angle.cosine)
    var elements = elements
    for row in stride(from: 0, to: elements.count, by: features) {
      for i in stride(from: row, to: row + features - 1, by: 2) {
        let (x, y) = (elements[i], elements[i + 1])
        elements[i] = cosine * x - sine * y
        elements[i + 1] = sine * x + cosine * y
      }
    }
    return GaussianMeans(features: features, perClass: perClass, elements)
  }

  /// Means a share of the way to others; `nil` if there are not as many.
  func interpolated(to other: GaussianMeans, share: Double) -> GaussianMeans? {
    guard perClass == other.perClass && elements.count == other.elements.count else { return nil }
    return GaussianMeans(
      features: features, perClass: perClass,
      zip(elements, other.elements).map { $0 + share * ($1 - $0) })
  }

  /// Gives a class the means that it has among others.
  mutating func replaceClass(_ label: Int, from other: GaussianMeans) {
    let range = label * perClass * features..<(label + 1) * perClass * features
    elements.replaceSubrange(range, with: other.elements[range])
  }

  /// The same means, their distances unchanged, in no more dimensions than there are means: their
  /// coordinates in an orthonormal basis of their span (Gram and Schmidt).
  var reduced: GaussianMeans {
    guard features > count else { return self }
    var basis: [[Double]] = []
    var result: [Double] = []
    for j in 0..<count {
      var (rest, coordinates) = (Array(self[j]), Array(repeating: 0.0, count: count))
      for (b, direction) in basis.enumerated() {
        let along = zip(rest, direction).reduce(0) { $0 + $1.0 * $1.1 }
        for i in rest.indices { rest[i] -= along * direction[i] }
        coordinates[b] = along
      }
      let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 1e-9 {
        coordinates[basis.count] = length
        basis.append(rest.map { $0 / length })
      }
      result += coordinates
    }
    return GaussianMeans(features: count, perClass: perClass, result)
  }

  private mutating func centre() {
    for i in 0..<features {
      let column = stride(from: i, to: elements.count, by: features)
      let mean = column.reduce(0) { $0 + elements[$1] } / Double(count)
      for j in column { elements[j] -= mean }
    }
  }

  /// The root mean square distance between means of different classes.
  private func spread(classes: Int) -> Double {
    var total = squaredDistances(0..<count)
    for label in 0..<classes {
      total -= squaredDistances(label * perClass..<(label + 1) * perClass)
    }
    return (total / Double(count * count - classes * perClass * perClass)).squareRoot()
  }

  /// Σ_{i, j in range} ‖μᵢ − μⱼ‖² = 2 n Σ ‖μ‖² − 2 ‖Σ μ‖².
  private func squaredDistances(_ range: Range<Int>) -> Double {
    (0..<features).reduce(0) { total, i in
      let column = range.map { elements[$0 * features + i] }
      let (sum, squares) = column.reduce((0, 0)) { ($0.0 + $1, $0.1 + $1 * $1) }
      return total + 2 * Double(range.count) * squares - 2 * sum * sum
    }
  }
}
