public import Core
public import Numerics

/// Images of a table, turned by an angle that is the concept.
///
/// Image (row) 9, 19, 29, … of the table is held out; the others are drawn in passes without
/// replacement, in a new order each pass. `holdout` gives the held-out images under the concept's
/// angle, evenly spread over the table. The Bayes accuracy is not known.
///
/// The table is read and turned once a concept, whatever the number of seeds.
///
/// Source: rotated MNIST as a continual task, Lopez-Paz & Ranzato, *Gradient episodic memory*, NIPS 2017,
/// §5; any table of images here, and bilinear interpolation about the centre.
public struct Rotated: Generator {
  static let image = Setting.integers(
    "image", in: .atLeast(1), count: 2...2, default: [8, 8], "height and width of the images")
  static let angle = Setting.number(
    "angle", default: 0, "degrees by which the images are turned, counter-clockwise")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "rotated", "labelled images of a file, turned by an angle",
    formula: "bilinear rotation about the centre, outside 0; shuffled passes; a tenth held out",
    source: "Lopez-Paz & Ranzato 2017, §5",
    settings: TableDialect.settings + [image.declaration, angle.declaration]
  ) { values, _ in
    let (height, width) = (values[image][0], values[image][1])
    let table = try LabelledTable(values)
    let pixels = table.features.columns
    guard height.multipliedReportingOverflow(by: width) == (pixels, false) else {
      throw SettingError("image", "\(height) × \(width) pixels, but \(table.file) has \(pixels)")
    }
    guard table.count >= HeldOutRows.spacing else {
      throw InputError(
        file: table.file, "has \(table.count) images; at least \(HeldOutRows.spacing) are needed")
    }
    let rotation = ImageRotation(degrees: values[angle], height: height, width: width)
    let rotated = Rotated(
      schema: table.schema, images: rotation.apply(table.features), labels: table.labels)
    return { _ in rotated }
  }

  /// Its columns.
  public let schema: Schema
  private let images: Matrix<Float>
  private let labels: [Float]
  /// The rows that are not held out, in the order of this pass.
  private var order: [Int]
  /// Rows of this pass that have been drawn.
  private var drawn: Int

  init(schema: Schema, images: Matrix<Float>, labels: [Float]) {
    (self.schema, self.images, self.labels) = (schema, images, labels)
    order = labels.indices.filter { !HeldOutRows.contains($0) }
    drawn = order.count
  }

  /// Not known.
  public var bayesAccuracy: Double? { nil }

  /// Draws images without replacement, in a new order each pass.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      if drawn == order.count {
        random.shuffle(&order)
        drawn = 0
      }
      batch.features.replace(row: i, with: images.row(order[drawn]))
      batch.labels[i] = labels[order[drawn]]
      batch.flipped[i] = false
      batch.bayes[i] = .nan
      drawn += 1
    }
  }

  /// Held-out images under this angle, at most `count`, evenly spread over the table.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    let rows = HeldOutRows.choose(count, from: labels.indices)
    return Examples(features: images.gather(rows), labels: rows.map { labels[$0] })
  }

  /// Not known.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool { false }
}
