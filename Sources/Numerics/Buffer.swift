/// A block of numbers of fixed length that belongs to one owner and never moves: the workspace of a
/// training step. Not copyable, so that no two owners can share it and no copy is made by accident.
@safe public struct Buffer<Element: Scalar>: ~Copyable, @unchecked Sendable {
  /// The address of the first element.
  @unsafe public let pointer: UnsafeMutablePointer<Element>
  /// Number of elements.
  public let count: Int

  /// A buffer of `count` zeros.
  public init(count: Int) {
    precondition(count >= 0, "negative count \(count)")
    self.count = count
    unsafe pointer = .allocate(capacity: count)
    unsafe pointer.initialize(repeating: 0, count: count)
  }

  deinit { unsafe pointer.deallocate() }

  /// The element at `index`.
  public subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "index \(index) of \(count)")
      return unsafe pointer[index]
    }
    set {
      precondition(index >= 0 && index < count, "index \(index) of \(count)")
      unsafe pointer[index] = newValue
    }
  }

  /// Sets every element to zero.
  public mutating func clear() { unsafe pointer.update(repeating: 0, count: count) }

  /// The elements as an array.
  public var elements: [Element] {
    unsafe Array(UnsafeBufferPointer(start: pointer, count: count))
  }
}
