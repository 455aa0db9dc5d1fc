import Numerics
import Testing

@testable import Training

/// Fresh parameters against the moments of the laws they are drawn from.
@Suite struct InitializationTests {
  static let widths = [50, 40, 30]

  static func drawn(_ initialization: Initialization, _ activation: Activation = .relu) -> (
    architecture: Architecture, parameters: [Double]
  ) {
    let architecture = Architecture(
      widths: widths, activation: activation, initialization: initialization)
    var random = RandomStream(seed: 3)
    return (architecture, Network<Double>(architecture, using: &random).parameters)
  }

  /// Mean 0 and the given variance, to four standard errors; `kurtosis` is that of the law.
  func check(_ values: ArraySlice<Double>, variance: Double, kurtosis: Double) {
    let n = Double(values.count)
    let (mean, second) = (values.reduce(0, +) / n, values.reduce(0) { $0 + $1 * $1 } / n)
    #expect(abs(mean) < 4 * (variance / n).squareRoot())
    #expect(abs(second - variance) < 4 * variance * ((kurtosis - 1) / n).squareRoot())
  }

  /// U(−b, b) has the variance b²/3 and the kurtosis 9/5.
  @Test(arguments: Activation.allCases) func uniform(_ activation: Activation) {
    let (architecture, parameters) = Self.drawn(.uniform, activation)
    for (layer, inputs) in Self.widths.dropLast().enumerated() {
      let bound = 1 / Double(inputs).squareRoot()
      let ranges = [architecture.weights(layer: layer), architecture.biases(layer: layer)]
      for range in ranges {
        #expect(parameters[range].allSatisfy { abs($0) <= bound })
        check(parameters[range], variance: bound * bound / 3, kurtosis: 1.8)
      }
    }
  }

  @Test(arguments: Activation.allCases) func normal(_ activation: Activation) {
    let (architecture, parameters) = Self.drawn(.normal, activation)
    let variances = [activation == .relu ? 2.0 / 50 : 2.0 / 90, 2.0 / 70]
    for (layer, variance) in variances.enumerated() {
      check(parameters[architecture.weights(layer: layer)], variance: variance, kurtosis: 3)
      #expect(parameters[architecture.biases(layer: layer)].allSatisfy { $0 == 0 })
    }
  }
}
