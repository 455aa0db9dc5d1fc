internal import Numerics

extension RandomStream {
  /// Two independent numbers, each uniform on [0, 1) in single precision, a multiple of 2⁻²⁴, from one
  /// draw of 64 bits.
  @inline(__always)
  mutating func unitFloatPair() -> (Float, Float) {
    let bits = next()
    return (Float(bits >> 40) * 0x1p-24, Float(bits >> 16 & 0xff_ffff) * 0x1p-24)
  }
}
