public import Numerics

/// What is believed about a network's parameters: N(μ, diag σ²), each independent of the others
/// (mean-field).
public struct Belief<Element: Scalar>: Hashable, Sendable, Codable {
  /// The network at the means μ.
  public var network: Network<Element>
  /// σ², [p]; 0 is certainty.
  public var variance: [Element]

  /// A belief around a network.
  public init(_ network: Network<Element>, variance: [Element]) {
    precondition(
      variance.count == network.parameters.count,
      "\(variance.count) variances for \(network.parameters.count) parameters")
    (self.network, self.variance) = (network, variance)
  }

  /// A belief that is as sure of every parameter.
  public init(_ network: Network<Element>, deviation: Double) {
    let variance = Element(deviation * deviation)
    self.init(network, variance: network.parameters.map { _ in variance })
  }

  /// Bytes of the means and the variances.
  public var byteCount: Int { 2 * variance.count * MemoryLayout<Element>.size }
}

/// Which numbers of a belief a fit trains.
public enum BeliefPart: Hashable, Sendable, CaseIterable {
  /// The means; the variances stay.
  case means
  /// The variances; the means stay.
  case variances
  /// Both.
  case both

  var includesMeans: Bool { self != .variances }
  var includesVariances: Bool { self != .means }
}
