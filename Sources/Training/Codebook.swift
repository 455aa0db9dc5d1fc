public import Numerics

/// Answers looked up by the input of a network's last layer: keys [m, h], each with a ball around it and the
/// outputs that rows inside it get instead of the network's own (GRACE, Hartvigsen et al. 2023).
///
/// A look-up compares a row with every key, 3 h FLOP each.
public struct Codebook<Element: Scalar>: Hashable, Sendable, Codable {
  /// Most keys; beyond it the oldest goes.
  public let capacity: Int
  private var keys: Matrix<Element>
  private var outputs: Matrix<Element>
  private var radii: [Element] = []
  private var labels: [[Element]] = []

  /// No keys yet.
  public init(_ architecture: Architecture, capacity: Int) {
    self.capacity = capacity
    keys = Matrix(columns: architecture.widths[architecture.layers - 1])
    outputs = Matrix(columns: architecture.outputs)
  }

  /// Number of keys, m.
  public var count: Int { radii.count }
  /// Bytes a key takes: h numbers, k outputs, a radius and a label.
  public static func bytesPerKey(_ architecture: Architecture) -> Int {
    let numbers =
      architecture.widths[architecture.layers - 1] + architecture.outputs + 1
      + architecture.targetWidth
    return numbers * MemoryLayout<Element>.stride
  }

  /// Bytes it takes.
  public var byteCount: Int {
    count * (keys.columns + outputs.columns + 1 + (labels.first?.count ?? 0))
      * MemoryLayout<Element>.stride
  }

  /// Remembers outputs for a key (Hartvigsen et al. 2023, Algorithm 1).
  ///
  /// Far from every ball it gets a ball of its own of the given radius. Where the nearest ball would touch
  /// it: if that one's label is the same, the ball grows to hold the key; if not, both balls get half the
  /// distance. The same key with another label replaces the old one.
  mutating func learn(
    key: [Element], outputs wanted: [Element], label: [Element], radius: Element
  ) {
    guard capacity > 0 else { return }
    guard let (nearest, distance) = nearest(to: key), distance <= radii[nearest] + radius else {
      return append(key, wanted, label, radius)
    }
    if labels[nearest] == label {
      radii[nearest] = max(radii[nearest], distance)
    } else if distance > 0 {
      radii[nearest] = distance / 2
      append(key, wanted, label, distance / 2)
    } else {
      outputs.replace(row: nearest, with: wanted)
      labels[nearest] = label
    }
  }

  private mutating func append(
    _ key: [Element], _ wanted: [Element], _ label: [Element], _ radius: Element
  ) {
    if count == capacity {
      keys = keys.gather(1..<count)
      outputs = outputs.gather(1..<count)
      radii.removeFirst()
      labels.removeFirst()
    }
    keys.append(row: key)
    outputs.append(row: wanted)
    radii.append(radius)
    labels.append(label)
  }

  /// The outputs that a key gets; `nil` outside all balls.
  func outputs(for key: [Element]) -> [Element]? {
    guard let (nearest, distance) = nearest(to: key), distance <= radii[nearest] else { return nil }
    return Array(outputs.row(nearest))
  }

  /// Overwrites the outputs [k] of a key [h] that lies in a ball.
  @unsafe func answer(
    _ key: UnsafePointer<Element>, into result: UnsafeMutablePointer<Element>
  ) {
    guard let (nearest, distance) = unsafe nearest(to: key), distance <= radii[nearest] else {
      return
    }
    for j in 0..<outputs.columns { unsafe result[j] = outputs[nearest, j] }
  }

  private func nearest(to key: [Element]) -> (index: Int, distance: Element)? {
    precondition(key.count == keys.columns, "a key of \(key.count) for \(keys.columns)")
    return unsafe key.withUnsafeBufferPointer { key in
      guard let key = key.baseAddress else { return nil }
      return unsafe nearest(to: key)
    }
  }

  /// The nearest key and its Euclidean distance; the first among equals.
  @unsafe private func nearest(
    to key: UnsafePointer<Element>
  ) -> (index: Int, distance: Element)? {
    let h = keys.columns
    var (best, least) = (-1, Element.infinity)
    unsafe keys.withUnsafeElements { keys in
      guard let keys = keys.baseAddress else { return }
      for i in 0..<count {
        var square: Element = 0
        for j in 0..<h {
          let difference = unsafe key[j] - keys[i * h + j]
          square += difference * difference
        }
        if square < least { (best, least) = (i, square) }
      }
    }
    return best < 0 ? nil : (best, least.squareRoot())
  }

  /// FLOP of a look-up.
  var lookUpFlops: Int { 3 * keys.columns * count }
}

extension Workspace {
  /// Replaces the outputs of the first n rows that fall into a ball; returns the FLOP.
  func lookUp(_ codebook: Codebook<Element>, rows n: Int) -> Int {
    guard codebook.count > 0 else { return 0 }
    let (h, k) = (architecture.widths[layers.count - 1], architecture.outputs)
    let keys = unsafe activations.pointer + layers[layers.count - 1].input
    for i in 0..<n { unsafe codebook.answer(keys + i * h, into: outputs + i * k) }
    return n * codebook.lookUpFlops
  }
}
