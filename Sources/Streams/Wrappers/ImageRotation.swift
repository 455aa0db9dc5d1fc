internal import Core

/// A rotation of images of one size about their centre, counter-clockwise as they are seen, with bilinear
/// interpolation; what lies outside is 0.
struct ImageRotation: Sendable {
  /// A pixel of the original and its part in a pixel of the result.
  private struct Part {
    let pixel: Int
    let weight: Float
  }

  /// The parts of all pixels of the result, four each, [4·height·width].
  private let parts: [Part]

  /// The rotation of [height, width] images by an angle.
  init(degrees: Double, height: Int, width: Int) {
    let angle = Angle(degrees: degrees)
    let (centreX, centreY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    parts = (0..<height * width).flatMap { pixel in
      let x = Double(pixel % width) - centreX
      let y = centreY - Double(pixel / width)
      let column = centreX + angle.cosine * x + angle.sine * y
      let row = centreY - (angle.cosine * y - angle.sine * x)
      return Self.parts(row: row, column: column, height: height, width: width)
    }
  }

  /// Rows whose features, [height·width], are images: the same rows with the images rotated.
  func apply(_ rows: RowStore, file: String) throws(InputError) -> RowStore {
    var builder = try RowStore.Builder(
      count: rows.count, width: rows.width, hasGroups: rows.hasGroups, file: file)
    var rotated = [Float]()
    try rows.forEach(in: 0..<rows.count) { row throws(InputError) in
      rotated = row
      for pixel in 0..<rows.width {
        var value: Float = 0
        for part in parts[4 * pixel..<4 * pixel + 4] { value += part.weight * row[part.pixel] }
        rotated[pixel] = value
      }
      try builder.append(rotated)
    }
    return try builder.store()
  }

  /// The four pixels around a place, weighted by nearness; 0 for those outside.
  private static func parts(row: Double, column: Double, height: Int, width: Int) -> [Part] {
    let (top, left) = (row.rounded(.down), column.rounded(.down))
    return [(0.0, 0.0), (0, 1), (1, 0), (1, 1)].map { down, right in
      let (r, c) = (Int(top + down), Int(left + right))
      guard 0..<height ~= r, 0..<width ~= c else { return Part(pixel: 0, weight: 0) }
      let weight = (1 - abs(row - top - down)) * (1 - abs(column - left - right))
      return Part(pixel: r * width + c, weight: Float(weight))
    }
  }
}
