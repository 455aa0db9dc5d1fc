import Numerics
import System
import Training
import Glibc
func now() -> Double { var t = timespec(); unsafe clock_gettime(CLOCK_MONOTONIC, &t); return Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9 }
func median(_ v: [Double]) -> Double { v.sorted()[v.count/2] }
print(BLAS.name)
func prod(_ ta: Bool, _ tb: Bool, _ m: Int, _ n: Int, _ k: Int, reps: Int) -> Double {
  let a = Buffer<Float>(count: m*k), b = Buffer<Float>(count: k*n), c = Buffer<Float>(count: m*n)
  var ts: [Double] = []
  for _ in 0..<9 { let t = now(); for _ in 0..<reps { unsafe Float.gemm(ta, tb, m, n, k, 1, a.pointer, ta ? m : k, b.pointer, tb ? k : n, 0, c.pointer, n) }; ts.append((now()-t)/Double(reps)) }
  return median(ts)
}
func products(_ w: [Int], _ n: Int, reps: Int) -> Double {
  var s = 0.0
  for l in 0..<w.count-1 {
    let f = prod(false, false, n, w[l+1], w[l], reps: reps)
    let g = prod(true, false, w[l], w[l+1], n, reps: reps)
    let d = l > 0 ? prod(false, true, n, w[l], w[l+1], reps: reps) : 0
    print("  layer", l, f*1e6, g*1e6, d*1e6)
    s += f+g+d
  }
  return s
}
func step(_ w: [Int], _ n: Int, rows: Int, epochs: Int) -> Double {
  var r = RandomStream(seed: 1)
  let arch = Architecture(widths: w)
  var net = Network<Float>(arch, using: &r)
  var x = Matrix<Float>(rows: rows, columns: w[0]); var y = [Float](repeating: 0, count: rows)
  for i in 0..<rows { for j in 0..<w[0] { x[i,j] = Float(r.normal()) }; y[i] = Float(r.integer(below: w.last!)) }
  var tr = Trainer<Float>(arch, random: r)
  var ts: [Double] = []
  for _ in 0..<9 { let t = now(); let l = try! tr.fit(&net, features: x, labels: y, recipe: Recipe(learningRate: 0.01, batch: n, epochs: epochs)); ts.append((now()-t)/Double(l.count)) }
  return median(ts)
}
for _ in 0..<2 {
let small = prod(false, false, 32, 32, 10, reps: 20000)
let s = step([10,32,2], 32, rows: 3200, epochs: 50)
print("small product", small*1e6, "step", s*1e6, "ratio", s/small)
print("small products", products([10,32,2], 32, reps: 20000)*1e6)
let bp = products([784,256,256,10], 64, reps: 50)
let b = step([784,256,256,10], 64, rows: 6400, epochs: 1)
print("big products", bp*1e6, "step", b*1e6, "share", bp/b, "GF", 64*1211392/b*1e-9)
}
