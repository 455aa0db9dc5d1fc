import Core
import Numerics
import Testing

@testable import Streams

/// What generators say of themselves, against their rows, over ten seeds and within four standard errors;
/// the others' are beside their own tests.
@Suite struct ClosedFormTests {
  @Test(arguments: 1...4) func sea(function: Int) throws {
    try checkClosedForms(make: Sea.entry(["function": .integer(function)]))
  }

  @Test(arguments: [(1, 2), (1, 3), (2, 4), (3, 4)]) func seaFunctionsDisagree(a: Int, b: Int)
    throws
  {
    let theta = [8, 9, 7, 9.5]
    let share = abs(theta[a - 1] * theta[a - 1] - theta[b - 1] * theta[b - 1]) / 200
    try disagree(Sea.entry, a, b, share)
  }

  @Test(arguments: 1...3) func stagger(function: Int) throws {
    try checkClosedForms(make: Stagger.entry(["function": .integer(function)]))
  }

  @Test(arguments: [(1, 2, 16.0 / 27), (2, 3, 13.0 / 27), (1, 3, 7.0 / 9)])
  func staggerFunctionsDisagree(a: Int, b: Int, share: Double) throws {
    try disagree(Stagger.entry, a, b, share)
  }

  @Test(arguments: [0, 0.05, 0.3]) func hyperplane(noise: Double) throws {
    try checkClosedForms(make: Hyperplane.entry(["noise": .number(noise)]))
  }

  /// One Gaussian a class: Φ(Δ/2 ± t/Δ).
  @Test(arguments: [[1, 1], [1, 3], [1, 20]]) func twoGaussians(priors: [Int]) throws {
    try checkClosedForms(
      make: GaussianMixture.entry([
        "separation": .number(2), "features": .integer(3),
        "priors": .list(priors.map(SettingValue.integer)), "noise": .number(0.1),
      ]))
  }

  /// Several Gaussians a class, by Monte Carlo: a standard error of at most ½/√16 384 for each of ten.
  @Test func manyGaussians() throws {
    try checkClosedForms(
      rows: 150, statedError: 4 * 0.5 / 128 / 10.0.squareRoot(),
      make: GaussianMixture.entry([
        "separation": .number(2), "features": .integer(2), "classes": .integer(3),
        "components": .integer(2),
      ]))
  }

  @Test(arguments: [0, 0.2, 0.9]) func bernoulli(rate: Double) throws {
    try checkClosedForms(make: Bernoulli.entry(["rate": .number(rate)]))
  }

  /// Prior shift: p(x, y) s_y / π_y.
  @Test func balance() throws {
    try checkClosedForms(
      make: Sea.entry.balanced(["balance": .list([.integer(1), .integer(4)])]))
  }

  /// Both groups' shares, and the best guess for their mixture.
  @Test func groups() throws {
    try checkClosedForms(
      rows: 150, statedError: 4 * 0.5 / 128 / 10.0.squareRoot(),
      make: Groups.entry([
        "of": .list([.generator("sea"), .generator("sea", ["function": .integer(4)])]),
        "shares": .list([.integer(2), .integer(1)]),
      ]))
  }

  private func disagree(
    _ entry: Entry<GeneratorFactory>, _ a: Int, _ b: Int, _ share: Double
  ) throws {
    let root = RandomStream(seed: 1)
    try checkDisagreement(
      entry(["function": .integer(a)])(root), entry(["function": .integer(b)])(root), share)
  }
}
