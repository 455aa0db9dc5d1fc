import Numerics
import Training

/// Products, training steps and the Fisher information of the two networks that the peers are timed on.
enum Kernel {
  static func measure(runs: Int) throws -> [Measurement] {
    var result: [Measurement] = []
    result += try step(widths: [784, 256, 256, 10], batch: 64, rows: 6400, epochs: 1, runs)
    result += try step(widths: [10, 32, 2], batch: 32, rows: 3200, epochs: 200, runs)
    result.append(product(32, 10, 32, runs))
    result.append(fisher(widths: [784, 256, 256, 10], rows: 2560, runs))
    return result
  }

  /// Labelled rows of random numbers.
  static func rows(_ count: Int, width: Int, classes: Int) -> (Matrix<Float>, [Float]) {
    var random = RandomStream(seed: 1)
    var x = Matrix<Float>(rows: count, columns: width)
    for i in 0..<count { for j in 0..<width { x[i, j] = Float(random.normal()) } }
    return (x, (0..<count).map { _ in Float(random.integer(below: classes)) })
  }

  /// A step as strategies take it: shuffled rows gathered, forward, backward, SGD. The products alone are
  /// timed in turn with it.
  private static func step(
    widths: [Int], batch: Int, rows count: Int, epochs: Int, _ runs: Int
  ) throws -> [Measurement] {
    var random = RandomStream(seed: 2)
    let architecture = Architecture(widths: widths)
    var network = Network<Float>(architecture, using: &random)
    var trainer = Trainer<Float>(architecture, random: random)
    let (x, y) = rows(count, width: widths[0], classes: architecture.outputs)
    let recipe = Recipe(learningRate: 0.01, batch: batch, epochs: epochs)
    let steps = epochs * count / batch
    let products = Products(widths: widths, batch: batch)
    var (whole, alone): ([Double], [Double]) = ([], [])
    for run in -1..<runs {
      let productSeconds = products.seconds(repeats: steps) * Double(steps)
      let seconds = try time { try trainer.fit(&network, features: x, labels: y, recipe: recipe) }
      if run >= 0 { (whole, alone) = (whole + [seconds], alone + [productSeconds]) }
    }
    let name = widths.map(String.init).joined(separator: "-") + " batch \(batch)"
    let flops = Double(products.shapes.reduce(0) { $0 + $1.flops } * steps)
    return [
      Measurement(
        workload: "products", name: name, seconds: alone, amount: Double(steps), unit: "step",
        flops: flops),
      Measurement(
        workload: "step", name: name, seconds: whole, amount: Double(steps), unit: "step",
        flops: flops, productSeconds: alone),
    ]
  }

  private static func product(_ m: Int, _ k: Int, _ n: Int, _ runs: Int) -> Measurement {
    let product = Products(m, k, n)
    let repeats = 20_000
    let seconds = (0..<runs).map { _ in product.seconds(repeats: repeats) * Double(repeats) }
    return Measurement(
      workload: "product", name: "\(m)x\(k)*\(k)x\(n)", seconds: seconds, amount: Double(repeats),
      unit: "product", flops: Double(2 * m * k * n * repeats))
  }

  private static func fisher(widths: [Int], rows count: Int, _ runs: Int) -> Measurement {
    var random = RandomStream(seed: 3)
    let architecture = Architecture(widths: widths)
    let network = Network<Float>(architecture, using: &random)
    var trainer = Trainer<Float>(architecture, random: random)
    let (x, y) = rows(count, width: widths[0], classes: architecture.outputs)
    let seconds = (0..<runs).map { _ in
      time {
        _ = trainer.importance(.empirical, of: network, features: x, labels: y, using: &random)
      }
    }
    return Measurement(
      workload: "fisher", name: widths.map(String.init).joined(separator: "-") + " empirical",
      seconds: seconds, amount: Double(count), unit: "row",
      flops: Double(trainer.usage.importance) / Double(runs))
  }
}
