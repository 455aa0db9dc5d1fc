import Numerics
import Testing

@testable import Training

@Suite struct PrecisionTests {
  /// Every finite non-negative number of a format, in order, decoded from its bits by the definition, and the next
  /// that would follow the largest.
  static func numbers(_ precision: Precision) -> [(value: Double, isEven: Bool)] {
    let (mantissa, exponent) = precision == .bfloat16 ? (7, 8) : (10, 5)
    let bias = 1 << (exponent - 1) - 1
    func power(_ e: Int) -> Double { Double(sign: .plus, exponent: e, significand: 1) }
    return (0...(((1 << exponent) - 1) << mantissa)).map { bits in
      let (e, m) = (bits >> mantissa, bits & (1 << mantissa - 1))
      let fraction = Double(m) * power(-mantissa)
      let value = e == 0 ? fraction * power(1 - bias) : (1 + fraction) * power(e - bias)
      return (value, bits % 2 == 0)
    }
  }

  /// The nearest by search, the even one of two; infinite where that is beyond the largest.
  static func nearest(_ x: Float, _ numbers: [(value: Double, isEven: Bool)]) -> Float {
    let wanted = Double(x.magnitude)
    var (low, high) = (0, numbers.count - 1)
    if wanted >= numbers[high].value { return x < 0 ? -.infinity : .infinity }
    while high - low > 1 {
      let middle = (low + high) / 2
      if numbers[middle].value <= wanted { low = middle } else { high = middle }
    }
    let (below, above) = (wanted - numbers[low].value, numbers[high].value - wanted)
    let isLow = below < above || (below == above && numbers[low].isEven)
    let place = isLow ? low : high
    let result = place == numbers.count - 1 ? .infinity : Float(numbers[place].value)
    return x.sign == .minus ? -result : result
  }

  @Test(arguments: [Precision.bfloat16, .float16]) func nearestEven(_ precision: Precision) {
    let numbers = Self.numbers(precision)
    var random = RandomStream(seed: 4)
    var tried: [Float] = [
      0, -0.0, 1, 65504, 65519, 65520, 1e-8, 2.98e-8, 3e-8, Float.leastNormalMagnitude / 100, 3e38,
      3.4e38,
    ]
    // All sizes, halves between neighbours, and what lies just beside them.
    for _ in 0..<3000 {
      tried.append(Float(bitPattern: UInt32(random.integer(below: 0x7f80_0000))))
    }
    for _ in 0..<1000 {
      let i = random.integer(below: numbers.count - 1)
      let middle = Float((numbers[i].value + numbers[i + 1].value) / 2)
      tried += [middle, middle.nextUp, middle.nextDown, Float(numbers[i].value)]
    }
    for x in tried {
      for signed in [x, -x] {
        let (ours, wanted) = (precision.rounded(signed), Self.nearest(signed, numbers))
        #expect(ours.bitPattern == wanted.bitPattern, "\(signed): \(ours), \(wanted)")
      }
    }
    #expect(precision.rounded(.nan).isNaN && precision.rounded(-.infinity) == -.infinity)
    #expect(Precision.float32.rounded(0.1) == 0.1)
  }

  /// Rows in single precision.
  static func drawn() -> (features: Matrix<Float>, labels: [Float]) {
    var random = RandomStream(seed: 2)
    let x = (0..<48).map { _ in Float(random.normal()) }
    return (
      Matrix(rows: 12, columns: 4, x), (0..<12).map { _ in Float(random.integer(below: 3)) }
    )
  }

  /// A fit is its steps one by one, each in single precision from rounded numbers, rounded afterwards.
  @Test(arguments: Precision.allCases) func roundsAfterEveryStep(_ precision: Precision) throws {
    let architecture = Architecture(widths: [4, 5, 3])
    var random = RandomStream(seed: 1)
    let start = Network<Float>(architecture, using: &random)
    let (features, labels) = Self.drawn()
    var (whole, pieces) = (start, start)
    var trainer = Trainer<Float>(architecture, random: random)
    let recipe = Recipe(learningRate: 0.1, batch: 4, epochs: 2, precision: precision)
    try trainer.fit(&whole, features: features, labels: labels, recipe: recipe, order: .given)
    pieces.parameters = pieces.parameters.map(precision.rounded)
    for step in 0..<6 {
      let rows = (step % 3 * 4)..<(step % 3 * 4 + 4)
      try trainer.fit(
        &pieces, features: features.gather(rows), labels: Array(labels[rows]),
        recipe: Recipe(learningRate: 0.1, batch: 4), order: .given)
      pieces.parameters = pieces.parameters.map(precision.rounded)
    }
    #expect(whole == pieces)
    #expect(whole.parameters.allSatisfy { precision.rounded($0) == $0 })
  }

  /// Without a master copy a step smaller than half a unit in the last place is lost.
  @Test func smallStepsAreLost() throws {
    let architecture = Architecture(widths: [1, 1], head: .regression)
    let start = Network<Float>(architecture, parameters: [1, 0])
    let (features, labels) = (Matrix<Float>(rows: 1, columns: 1, [1]), [Float(2)])
    func reached(_ precision: Precision) throws -> Network<Float> {
      var network = start
      var trainer = Trainer<Float>(architecture, random: RandomStream(seed: 1))
      // ∂(z − 2)²/∂w is −2: steps of .001, and 2⁻⁸ is half a unit of bfloat16 at 1.
      var objective = Objective<Float>()
      objective.weights = [1]
      try trainer.fit(
        &network, features: features, labels: labels,
        recipe: Recipe(learningRate: 0.0005, epochs: 10, precision: precision),
        objective: objective)
      return network
    }
    #expect(try reached(.bfloat16).parameters[0] == 1)
    #expect(try reached(.float16).parameters[0] > 1.005)
    #expect(try reached(.float32).parameters[0] > 1.005)
  }
}
