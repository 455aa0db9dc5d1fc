internal import Numerics

/// The format in which trained parameters are stored: they are rounded to it, to nearest with ties to even,
/// when a fit begins and after every step.
///
/// All arithmetic is in float32, and so are gradients and the optimizer's state, as on hardware that reads
/// 16-bit weights and accumulates in 32 bits; there is no 32-bit master copy (Micikevicius et al. 2018,
/// section 3.1, keep one), so that updates smaller than half a unit in the last place are lost. What
/// strategies do to parameters between fits (averaging, merging, editing) is in float32, and rounded by the
/// next fit. Bytes that clients send follow the format; what strategies keep is counted at four bytes a
/// number. Rounding is not metered.
public enum Precision: String, Hashable, Sendable, Codable, CaseIterable {
  /// 24 significant bits; nothing is rounded.
  case float32
  /// 8 significant bits, the range of float32 (Kalamkar et al. 2019).
  case bfloat16
  /// 11 significant bits, up to 65 504, subnormals down to 2⁻²⁴ (IEEE 754 binary16).
  case float16

  /// Bytes of a stored number.
  public var byteCount: Int { self == .float32 ? 4 : 2 }

  /// The nearest number of the format, the even one of two; infinite beyond the largest.
  public func rounded(_ x: Float) -> Float {
    switch self {
    case .float32: x
    case .bfloat16: Self.toBFloat16(x)
    case .float16: Self.toFloat16(x)
    }
  }

  /// Rounds numbers in place.
  @unsafe func round(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    switch self {
    case .float32: return
    case .bfloat16: for i in 0..<count { unsafe x[i] = Self.toBFloat16(x[i]) }
    case .float16: for i in 0..<count { unsafe x[i] = Self.toFloat16(x[i]) }
    }
  }

  /// Adding half a unit in the last place, less one where it is even, carries into the bits that stay.
  @inline(__always) private static func toBFloat16(_ x: Float) -> Float {
    let bits = x.bitPattern
    let rounded = (bits &+ 0x7fff &+ ((bits >> 16) & 1)) & 0xffff_0000
    return x == x ? Float(bitPattern: rounded) : x
  }

  /// The same for 13 bits; below 2⁻¹⁴ numbers are multiples of 2⁻²⁴, which adding and subtracting ½ leaves.
  @inline(__always) private static func toFloat16(_ x: Float) -> Float {
    let magnitude = x.bitPattern & 0x7fff_ffff
    let normal = (magnitude &+ 0xfff &+ ((magnitude >> 13) & 1)) & 0xffff_e000
    let subnormal = ((Float(bitPattern: magnitude) + 0.5) - 0.5).bitPattern
    let near = magnitude < 0x3880_0000 ? subnormal : normal
    let bounded = near > 0x477f_e000 ? 0x7f80_0000 : near
    return x == x ? Float(bitPattern: bounded | (x.bitPattern & 0x8000_0000)) : x
  }
}

extension Trainer {
  /// Rounds a part of a vector to a format, which only trainers in float32 may be asked for.
  @unsafe func store(
    _ vector: UnsafeMutablePointer<Element>, _ range: Range<Int>, as precision: Precision
  ) {
    guard precision != .float32 else { return }
    precondition(Element.self == Float.self, "\(precision) is for trainers in float32")
    let numbers = unsafe UnsafeMutableRawPointer(vector + range.lowerBound)
      .assumingMemoryBound(to: Float.self)
    unsafe precision.round(numbers, range.count)
  }
}
