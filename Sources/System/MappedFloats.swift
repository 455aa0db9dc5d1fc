internal import Glibc

/// Numbers in a file that are read as memory: the system fetches pages when they are looked at, and takes
/// them back when memory is short. Never written, so all threads may read; unmapped with the last reference.
@safe public final class MappedFloats: @unchecked Sendable {
  private let address: UnsafeMutableRawPointer?
  /// Number of numbers.
  public let count: Int

  /// Maps the first `count` numbers of an open file, which may be closed afterwards.
  init(_ path: String, _ file: CInt, count: Int) throws(FileError) {
    self.count = count
    guard count > 0 else {
      unsafe address = nil
      return
    }
    let size = count * MemoryLayout<Float>.size
    let mapped = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, file, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw FileError(errnoAt: path)
    }
    unsafe address = mapped
  }

  deinit {
    if let address = unsafe address { unsafe munmap(address, count * MemoryLayout<Float>.size) }
  }

  /// Calls `body` with the numbers of a range.
  public func withSpan<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    let first = unsafe address?.assumingMemoryBound(to: Float.self)
    let numbers = unsafe UnsafeBufferPointer(
      start: first.map { unsafe $0 + range.lowerBound }, count: range.count)
    return try unsafe body(numbers.span)
  }
}
