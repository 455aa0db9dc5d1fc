// Eight numbers at a time, over raw pointers. Masks are taken as whole numbers, 0 or −1, so that every operation
// is one instruction.

/// Eight neighbours at index `i`.
@unsafe @inline(__always)
func lanes(_ x: UnsafePointer<Float>, _ i: Int) -> SIMD8<Float> {
  unsafe UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Float>.self)
}

/// Writes eight neighbours at index `i`.
@unsafe @inline(__always)
func store(_ value: SIMD8<Float>, _ y: UnsafeMutablePointer<Float>, _ i: Int) {
  unsafe UnsafeMutableRawPointer(y + i).storeBytes(of: value, as: SIMD8<Float>.self)
}

/// The bits of eight numbers.
@inline(__always)
func bits(_ x: SIMD8<Float>) -> SIMD8<UInt32> { unsafe unsafeBitCast(x, to: SIMD8<UInt32>.self) }

/// Eight numbers of these bits.
@inline(__always)
func numbers(_ x: SIMD8<UInt32>) -> SIMD8<Float> { unsafe unsafeBitCast(x, to: SIMD8<Float>.self) }

/// −1 where a mask holds, else 0: a count takes it away.
@inline(__always)
func minusOnes(_ mask: SIMDMask<SIMD8<Int32>>) -> SIMD8<Int32> {
  unsafe unsafeBitCast(mask, to: SIMD8<Int32>.self)
}
