import Numerics
import Testing

@testable import Training

/// Rounding against a search among all numbers of a format, and what training in one means.
@Suite struct PrecisionTests {
  /// All finite numbers ≥ 0 of a format, ascending, decoded by its definition: exponent and fraction bits,
  /// bias.
  static func numbers(_ precision: Precision) -> [Double] {
    let (fractionBits, bias, top) = precision == .bfloat16 ? (7, 127, 255) : (10, 15, 31)
    let scale = Double(1 << fractionBits)
    return (0..<top).flatMap { exponent in
      (0..<1 << fractionBits).map { fraction in
        let significand = Double(fraction) / scale + (exponent > 0 ? 1 : 0)
        return significand * power(max(exponent, 1) - bias)
      }
    }
  }

  /// 2ⁿ
  private static func power(_ n: Int) -> Double { Double(sign: .plus, exponent: n, significand: 1) }

  /// The nearest of ascending numbers, of two the one at an even place (whose last bit is 0); infinite from
  /// half a unit beyond the last.
  static func nearest(_ x: Double, among numbers: [Double]) -> Double {
    var (low, high) = (0, numbers.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if numbers[middle] <= x { low = middle } else { high = middle }
    }
    let (below, last) = (numbers[low], numbers.count - 1)
    let isLast = low == last
    let above = isLast ? 2 * numbers[last] - numbers[last - 1] : numbers[low + 1]
    let takesBelow = x - below < above - x || (x - below == above - x && low % 2 == 0)
    return takesBelow ? below : (isLast ? .infinity : above)
  }

  @Test(arguments: [Precision.bfloat16, .float16])
  func roundsToTheNearest(_ precision: Precision) {
    let numbers = Self.numbers(precision)
    func check(_ x: Float) -> Bool {
      let expected = Float(Self.nearest(Double(x.magnitude), among: numbers))
      return precision.rounded(x.magnitude) == expected
        && precision.rounded(-x.magnitude) == -expected
    }
    // Every number is itself; so are the floats half-way to the next and beside that rounded rightly.
    var wrong: [Float] = []
    for i in numbers.indices {
      let x = Float(numbers[i])
      let middle = i + 1 < numbers.count ? Float((numbers[i] + numbers[i + 1]) / 2) : x
      for value in [x, middle, middle.nextUp, middle.nextDown] where !check(value) {
        wrong.append(value)
      }
    }
    // Floats of any bits, and around the largest.
    var random = RandomStream(seed: 1)
    for _ in 0..<20_000 {
      let x = Float(bitPattern: UInt32(random.integer(below: 0x7f80_0000)))
      if !check(x) { wrong.append(x) }
    }
    let largest = Float(numbers[numbers.count - 1])
    var x = largest
    for _ in 0..<20 where x.isFinite {
      if !check(x) { wrong.append(x) }
      x += (x - Float(numbers[numbers.count - 2])) / 8
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    #expect(precision.rounded(.infinity) == .infinity && precision.rounded(.nan).isNaN)
    #expect(precision.rounded(-0.0).sign == .minus && precision.rounded(0).sign == .plus)
    #expect(precision.rounded(Float(bitPattern: 0x7f80_0001)).isNaN, "a signalling one")
    #expect(precision.byteCount == 2 && Precision.float32.byteCount == 4)
  }

  @Test func byHand() {
    // 1 + 2⁻⁸ lies half-way to 1 + 2⁻⁷, 1 + 3·2⁻⁸ half-way to 1 + 2⁻⁶.
    #expect(Precision.bfloat16.rounded(1.00390625) == 1)
    #expect(Precision.bfloat16.rounded(1.01171875) == 1.015625)
    #expect(Precision.float16.rounded(65_519.99) == 65_504)
    #expect(Precision.float16.rounded(65_520) == .infinity)
    #expect(Precision.float16.rounded(0x1p-25) == 0)
    #expect(Precision.float16.rounded(0x1.8p-24) == 0x1p-23)
    #expect(Precision.float32.rounded(0.1) == 0.1)
  }

  static let architecture = Architecture(widths: [4, 6, 3])

  /// A network, rows, and what a recipe makes of them.
  func trained(_ recipe: Recipe, _ objective: Objective<Float> = Objective()) throws -> (
    before: [Float], after: [Float]
  ) {
    var random = RandomStream(seed: 2)
    var network = Network<Float>(Self.architecture, using: &random)
    let before = network.parameters
    let x = (0..<80).map { _ in Float(random.normal()) }
    let y = (0..<20).map { _ in Float(random.integer(below: 3)) }
    var trainer = Trainer<Float>(Self.architecture, random: RandomStream(seed: 5))
    try trainer.fit(
      &network, features: Matrix(rows: 20, columns: 4, x), labels: y, recipe: recipe,
      objective: objective)
    return (before, network.parameters)
  }

  @Test(arguments: [Precision.bfloat16, .float16], LearningRateScheduleTests.rules)
  func everyParameterIsOfTheFormat(_ precision: Precision, _ rule: Optimizer) throws {
    var recipe = Recipe(optimizer: rule, learningRate: 0.02, batch: 4, epochs: 5)
    let exact = try trained(recipe)
    recipe.precision = precision
    for validation in [0, 0.3] {
      recipe.validation = validation
      let (_, after) = try trained(recipe)
      #expect(after.allSatisfy { precision.rounded($0) == $0 })
      #expect(after != exact.after && after != exact.before.map(precision.rounded))
    }
    #expect(!exact.after.allSatisfy { precision.rounded($0) == $0 })
    // A frozen layer is rounded once, when the fit begins.
    var objective = Objective<Float>()
    objective.trainable = [1]
    let (before, after) = try trained(recipe, objective)
    let frozen = Self.architecture.weights(layer: 0)
    #expect(after[frozen].elementsEqual(before[frozen].map(precision.rounded)))
  }

  /// Adapters are trained numbers too.
  @Test func adapters() throws {
    var random = RandomStream(seed: 2)
    let network = Network<Float>(Self.architecture, using: &random)
    var adapter = LowRankAdapter<Float>(Self.architecture, rank: 2, alpha: 2, using: &random)
    var trainer = Trainer<Float>(Self.architecture, random: RandomStream(seed: 5))
    let x = (0..<80).map { _ in Float(random.normal()) }
    let y = (0..<20).map { _ in Float(random.integer(below: 3)) }
    let started = adapter
    try trainer.fit(
      &adapter, on: network, features: Matrix(rows: 20, columns: 4, x), labels: y,
      recipe: Recipe(batch: 4, epochs: 3, precision: .bfloat16))
    #expect(adapter != started)
    #expect(adapter.parameters.allSatisfy { Precision.bfloat16.rounded($0) == $0 })
  }

  /// Updates below half a unit in the last place come to nothing, however many; in float32 they add up.
  @Test func smallUpdatesAreLost() throws {
    // Gradients here are of size one, updates of 1e-7; half a unit of a weight is at least 2⁻⁹ of it.
    var recipe = Recipe(learningRate: 1e-7, batch: 20, epochs: 200)
    let exact = try trained(recipe)
    #expect(exact.after != exact.before)
    recipe.precision = .bfloat16
    let (before, after) = try trained(recipe)
    let weights = before.indices.filter { before[$0].magnitude > 0.01 }
    #expect(weights.count > 30)
    #expect(weights.allSatisfy { after[$0] == Precision.bfloat16.rounded(before[$0]) })
  }

  /// Beyond the largest number there is infinity, and a fit that reaches it has diverged.
  @Test func overflowIsDivergence() {
    let large = [Float](repeating: 70_000, count: Self.architecture.parameterCount)
    for (precision, diverges) in [(Precision.float16, true), (.bfloat16, false), (.float32, false)]
    {
      var network = Network<Float>(Self.architecture, parameters: large)
      var trainer = Trainer<Float>(Self.architecture, random: RandomStream(seed: 5))
      var hasDiverged = false
      do throws(TrainingError) {
        try trainer.fit(
          &network, features: Matrix(rows: 1, columns: 4, filledWith: 0), labels: [0],
          recipe: Recipe(learningRate: 1e-6, precision: precision))
      } catch {
        hasDiverged = error == .diverged
      }
      #expect(hasDiverged == diverges)
      if diverges { #expect(network.parameters == large) }
    }
  }

  /// Clients send what they store: 43 numbers there and back, 2 bytes each.
  @Test func traffic() {
    let architecture = Architecture(widths: [4, 5, 3])
    var random = RandomStream(seed: 1)
    let network = Network<Float>(architecture, using: &random)
    for (precision, bytes) in [(Precision.float32, 344), (.bfloat16, 172), (.float16, 172)] {
      var trainer = Trainer<Float>(architecture, random: random)
      var average = [Float](repeating: 0, count: 43)
      trainer.collect(network, weight: 1, into: &average, precision: precision)
      #expect(trainer.usage.bytesSent == bytes && average == network.parameters)
    }
  }
}
