internal import Numerics

extension Workspace {
  /// Copies rows, scaled, and their labels into places `place…` of the workspace.
  ///
  /// - Parameters:
  ///   - order: indices of the rows in `features`; `nil` takes rows `first ..< first + count`.
  @unsafe func load(
    _ features: UnsafePointer<Element>, _ labels: UnsafePointer<Element>?,
    order: UnsafePointer<Int>?, first: Int, count: Int, at place: Int,
    scaling: InputScaling<Element>?
  ) {
    let width = architecture.inputs
    precondition((scaling?.mean.count ?? width) == width, "a standardization of another width")
    let labelWidth = architecture.targetWidth
    for i in 0..<count {
      let row = unsafe order?[first + i] ?? (first + i)
      unsafe (inputs + (place + i) * width).update(from: features + row * width, count: width)
      guard let labels = unsafe labels else { continue }
      unsafe (targets.pointer + (place + i) * labelWidth)
        .update(from: labels + row * labelWidth, count: labelWidth)
    }
    if let scaling { unsafe standardize(inputs + place * width, count, width, scaling) }
  }

  /// x[i, j] ← (x[i, j] − mean[j]) · scale[j]
  private func standardize(
    _ x: UnsafeMutablePointer<Element>, _ n: Int, _ width: Int, _ scaling: InputScaling<Element>
  ) {
    unsafe scaling.mean.withUnsafeBufferPointer { mean in
      unsafe scaling.scale.withUnsafeBufferPointer { scale in
        for i in 0..<n {
          let row = unsafe x + i * width
          for j in 0..<width { unsafe row[j] = (row[j] - mean[j]) * scale[j] }
        }
      }
    }
  }
}
