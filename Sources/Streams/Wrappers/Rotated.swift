public import Core
internal import Numerics

/// Images of a table, turned by an angle that is the concept: a ``ShuffledTable`` of turned rows.
///
/// The table is read and turned once a concept, whatever the number of seeds.
///
/// Source: rotated MNIST as a continual task, Lopez-Paz & Ranzato, *Gradient episodic memory*, NIPS 2017,
/// §5; any table of images here, and bilinear interpolation about the centre.
public enum Rotated {
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
    let pixels = table.rows.width
    guard height.multipliedReportingOverflow(by: width) == (pixels, false) else {
      throw SettingError("image", "\(height) × \(width) pixels, but \(table.file) has \(pixels)")
    }
    try ShuffledTable.check(table)
    let rotation = ImageRotation(degrees: values[angle], height: height, width: width)
    let rows = try rotation.apply(table.rows, file: table.file)
    let rotated = ShuffledTable(table.schema, rows)
    return { _ in rotated }
  }
}
