/// Files compressed by gzip (RFC 1952); ``ByteSource`` inflates them.
public enum Gzip {
  /// What is wrong with a compressed file.
  enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file ends before its data do.
    case truncated
    /// The file is not what was compressed; zlib's words.
    case corrupt(String)

    /// One line.
    var description: String {
      switch self {
      case .truncated: "the gzip file is truncated"
      case .corrupt(let reason): "the gzip file is corrupt (\(reason))"
      }
    }
  }

  /// What every gzip file begins with.
  static let magic: [UInt8] = [0x1f, 0x8b]

  /// Whether the bytes begin as a gzip file does.
  public static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }
}
