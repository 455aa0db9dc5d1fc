internal import Numerics

// Elementwise loops of a training step, over raw pointers so that the compiler vectorizes them. Each is
// generic and only called from `@specialized` entry points. Letters: n rows, k columns.

/// Eight neighbours at index `i`.
@unsafe @inline(__always)
func lanes<Element: Scalar>(_ x: UnsafePointer<Element>, _ i: Int) -> SIMD8<Element> {
  unsafe UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Element>.self)
}

/// Writes eight neighbours at index `i`.
@unsafe @inline(__always)
func store<Element: Scalar>(
  _ value: SIMD8<Element>, _ y: UnsafeMutablePointer<Element>, _ i: Int
) {
  unsafe UnsafeMutableRawPointer(y + i).storeBytes(of: value, as: SIMD8<Element>.self)
}

/// z[i, j] ← max(0, z[i, j] + b[j])
@unsafe func addBiasReLU<Element: Scalar>(
  _ z: UnsafeMutablePointer<Element>, _ b: UnsafePointer<Element>, _ n: Int, _ k: Int
) {
  for i in 0..<n {
    let row = unsafe z + i * k
    for j in 0..<k { unsafe row[j] = max(row[j] + b[j], 0) }
  }
}

/// z[i, j] ← tanh(z[i, j] + b[j])
@unsafe func addBiasTanh<Element: Scalar>(
  _ z: UnsafeMutablePointer<Element>, _ b: UnsafePointer<Element>, _ n: Int, _ k: Int
) {
  for i in 0..<n {
    let row = unsafe z + i * k
    for j in 0..<k { unsafe row[j] = Element.tanh(row[j] + b[j]) }
  }
}

/// z[i, j] ← z[i, j] + b[j]
@unsafe func addBias<Element: Scalar>(
  _ z: UnsafeMutablePointer<Element>, _ b: UnsafePointer<Element>, _ n: Int, _ k: Int
) {
  for i in 0..<n {
    let row = unsafe z + i * k
    for j in 0..<k { unsafe row[j] += b[j] }
  }
}

/// δ[i] ← 0 where the ReLU's output a[i] is 0
@unsafe func reluBackward<Element: Scalar>(
  _ delta: UnsafeMutablePointer<Element>, _ a: UnsafePointer<Element>, _ count: Int
) {
  for i in 0..<count { unsafe delta[i] = a[i] > 0 ? delta[i] : 0 }
}

/// δ[i] ← δ[i] (1 − a[i]²) for a = tanh z
@unsafe func tanhBackward<Element: Scalar>(
  _ delta: UnsafeMutablePointer<Element>, _ a: UnsafePointer<Element>, _ count: Int
) {
  for i in 0..<count { unsafe delta[i] *= 1 - a[i] * a[i] }
}

/// s[j] ← s[j] + Σ_i δ[i, j]; rows of δ are `stride` apart, k unless told otherwise.
@unsafe func addColumnSums<Element: Scalar>(
  _ s: UnsafeMutablePointer<Element>, _ delta: UnsafePointer<Element>, _ n: Int, _ k: Int,
  stride: Int? = nil
) {
  let stride = stride ?? k
  var j = 0
  while j + 8 <= k {
    var sum = unsafe lanes(s, j)
    for i in 0..<n { unsafe sum += lanes(delta, i * stride + j) }
    unsafe store(sum, s, j)
    j += 8
  }
  while j < k {
    var sum = unsafe s[j]
    for i in 0..<n { unsafe sum += delta[i * stride + j] }
    unsafe s[j] = sum
    j += 1
  }
}

/// y[i] ← x[i]², or |x[i]|
@unsafe func power<Element: Scalar>(
  _ y: UnsafeMutablePointer<Element>, _ x: UnsafePointer<Element>, _ count: Int, _ absolute: Bool
) {
  if absolute {
    for i in 0..<count { unsafe y[i] = abs(x[i]) }
  } else {
    for i in 0..<count { unsafe y[i] = x[i] * x[i] }
  }
}

/// y[i] ← a y[i]
@unsafe func scale<Element: Scalar>(
  _ y: UnsafeMutablePointer<Element>, by a: Element, _ count: Int
) {
  for i in 0..<count { unsafe y[i] *= a }
}

/// Σ x[i] y[i], over eight partial sums whose order does not depend on where the vectors lie in memory.
@unsafe func dot<Element: Scalar>(
  _ x: UnsafePointer<Element>, _ y: UnsafePointer<Element>, _ count: Int
) -> Element {
  var partial = SIMD8<Element>(repeating: 0)
  var i = 0
  while i + 8 <= count {
    unsafe partial += lanes(x, i) * lanes(y, i)
    i += 8
  }
  var rest: Element = 0
  while i < count {
    unsafe rest += x[i] * y[i]
    i += 1
  }
  return partial.sum() + rest
}
