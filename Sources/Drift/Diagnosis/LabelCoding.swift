internal import Core
internal import Numerics

/// Labels as small whole numbers: the classes, or the quarters of a reference's values in regression.
struct LabelCoding {
  let count: Int
  private let cuts: [Float]?

  init(classes: Int, reference: [Float]) {
    if classes > 0 {
      (count, cuts) = (classes, nil)
    } else {
      let sorted = reference.sorted()
      cuts =
        sorted.isEmpty ? [] : (1...3).map { sorted[min(sorted.count - 1, sorted.count * $0 / 4)] }
      count = 4
    }
  }

  func code(_ label: Float) -> Int {
    guard let cuts else { return min(max(0, Int(label)), count - 1) }
    return cuts.count { label > $0 }
  }
}
