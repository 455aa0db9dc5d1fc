/// Where bytes are kept by name between runs of the program.
public protocol ByteStore: Sendable {
  /// What was kept under a name; `nil` if nothing was, or it cannot be read.
  func read(_ name: String) -> [UInt8]?
  /// Keeps bytes under a name, all of them or none.
  func write(_ bytes: [UInt8], _ name: String) throws
}
