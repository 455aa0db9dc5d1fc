import Numerics

/// The matrix products of a training step, alone: what no training step over this BLAS can beat.
struct Products {
  /// op(A) [m, k] · op(B) [k, n].
  struct Shape {
    let transposeA: Bool, transposeB: Bool
    let m: Int, n: Int, k: Int
    var flops: Int { 2 * m * n * k }
  }

  let shapes: [Shape]

  /// The forward, weight-gradient and input-gradient products of a network for a batch.
  init(widths: [Int], batch: Int) {
    shapes = (0..<widths.count - 1).flatMap { l in
      let (d, k) = (widths[l], widths[l + 1])
      let forward = Shape(transposeA: false, transposeB: false, m: batch, n: k, k: d)
      let weights = Shape(transposeA: true, transposeB: false, m: d, n: k, k: batch)
      let inputs = Shape(transposeA: false, transposeB: true, m: batch, n: d, k: k)
      return l == 0 ? [forward, weights] : [forward, weights, inputs]
    }
  }

  /// One product.
  init(_ m: Int, _ k: Int, _ n: Int) {
    shapes = [Shape(transposeA: false, transposeB: false, m: m, n: n, k: k)]
  }

  /// Seconds for one round of all products, each repeated `repeats` times in a row.
  func seconds(repeats: Int) -> Double {
    shapes.reduce(0) { $0 + seconds($1, repeats) / Double(repeats) }
  }

  private func seconds(_ shape: Shape, _ repeats: Int) -> Double {
    let a = Matrix<Float>(
      rows: shape.transposeA ? shape.k : shape.m, columns: shape.transposeA ? shape.m : shape.k)
    let b = Matrix<Float>(
      rows: shape.transposeB ? shape.n : shape.k, columns: shape.transposeB ? shape.k : shape.n)
    var c = Matrix<Float>(rows: shape.m, columns: shape.n)
    return time {
      for _ in 0..<repeats {
        Matrix.multiply(
          a, b, transposingA: shape.transposeA, transposingB: shape.transposeB, into: &c)
      }
    }
  }
}
