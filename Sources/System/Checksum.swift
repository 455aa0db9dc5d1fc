internal import CZlib

/// Checksums, by zlib.
public enum Checksum {
  /// The CRC-32 of a text's UTF-8 bytes (ISO 3309), as eight hexadecimal digits: tells texts apart, and
  /// protects against nobody.
  public static func crc32(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let sum = unsafe bytes.withUnsafeBufferPointer {
      unsafe CZlib.crc32(0, $0.baseAddress, UInt32($0.count))
    }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
