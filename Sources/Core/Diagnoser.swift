public import Numerics

/// Describes drifts from what a production system sees: inputs at once, labels when they arrive, and what the
/// live model had answered. It never sees a concept.
public protocol Diagnoser: Sendable, Checkpointable {
  /// Sees the inputs of every served step, [n, d]; those of the warm-up as step −1.
  mutating func observe(
    inputs: Matrix<Float>, step: Int, using random: inout RandomStream)
  /// Sees labelled rows as they arrive, those of the warm-up as step −1.
  ///
  /// - Parameters:
  ///   - outcomes: what the live model had answered, a row each; empty for the warm-up.
  ///   - version: the version that had answered; `nil` where that is not known.
  mutating func observe(
    _ arrived: Examples, outcomes: [Outcome], servedBy version: Int?, step: Int,
    using random: inout RandomStream)
  /// Told of every accepted update, which was preceded by a diagnosis of the same step.
  mutating func updated(step: Int, using random: inout RandomStream)
  /// Describes what distinguishes the current rows from those of the regime before them.
  mutating func diagnose(step: Int, using random: inout RandomStream) throws -> Diagnosis
  /// Operations its arithmetic has taken so far, by a model; part of the state.
  var flops: Int { get }
}

extension Diagnoser {
  /// Those that cost next to nothing.
  public var flops: Int { 0 }
}

/// How the drifts of a scenario are described.
public struct DiagnosisPlan: Sendable {
  /// Whether every run is described, or only those of strategies that need it.
  public let isForAll: Bool
  /// Steps from one description to the next where no update asks for one; `nil` for none.
  public let every: Int?
  /// Makes what describes them.
  public let make: @Sendable (Schema) -> any Diagnoser

  /// How drifts are described.
  public init(
    isForAll: Bool, every: Int? = nil, make: @escaping @Sendable (Schema) -> any Diagnoser
  ) {
    (self.isForAll, self.every, self.make) = (isForAll, every, make)
  }
}
