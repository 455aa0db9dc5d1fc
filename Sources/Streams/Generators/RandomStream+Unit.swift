internal import Numerics

extension RandomStream {
  /// Uniform on [0, 1) in single precision, a multiple of 2⁻²⁴: rounding `uniform()` to `Float` would
  /// now and then give 1.
  @inline(__always)
  mutating func unitFloat() -> Float { Float(next() >> 40) * 0x1p-24 }
}
