public import Numerics

/// Draws rows of one concept. A value: a copy goes on independently.
///
/// Structure (weights, means) is fixed when it is made; what `fill` draws comes from the stream it is
/// handed, so that the same generator serves the stream's rows and its held-out sets.
public protocol Generator: Sendable {
  /// Its columns; the same for all concepts of a stream.
  var schema: Schema { get }
  /// Accuracy of the best classifier on this concept, on emitted labels; `nil` if unknown.
  var bayesAccuracy: Double? { get }
  /// The share of each class among emitted labels, P(y), [k]; `nil` if unknown.
  var classShares: [Double]? { get }
  /// Whether something about its rows is measured wrong: ground truth, for those who score diagnoses.
  var isBroken: Bool { get }
  /// Whether the concept itself changes from row to row.
  var isDrifting: Bool { get }
  /// The concept as it stands, no longer drifting.
  var frozen: Self { get }

  /// The concept a share in [0, 1] of the way from this one to another of the same kind, its parameters
  /// interpolated; `nil` where they cannot be.
  func interpolated(to other: any Generator, share: Double) -> (any Generator)?

  /// Writes features, labels, `cleanLabels` and `bayes` (max_y p(y | x), label noise included; where that would
  /// cost more than the row, its mean over the concept) of the given rows of a batch that has them
  /// already, and `tasks` and `groups` where the schema has them; the other columns are the stream's.
  mutating func fill(_ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream)
  /// Lets a drifting concept change as it would over that many rows, without drawing them.
  mutating func advance(rows: Int)
  /// Rows there are to hold out; `nil` for as many as are asked for.
  var holdoutLimit: Int? { get }
  /// Rows that the stream never gives, at most `count`.
  func holdout(_ count: Int, using random: inout RandomStream) -> Examples
  /// Adds `weight` · p(x, y) to `density[y]` for every class y, up to a factor that is common to all
  /// concepts of the stream (it may depend on x). False, and nothing added, where it is unknown.
  func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool
  /// What a row is about, most probably; `nil` where rows are not about anything. Rows about one subject have
  /// one label.
  func subject(of features: ArraySlice<Float>) -> Int?
  /// Features of another row about a subject; `nil` where rows are not about anything.
  func wording(of subject: Int, using random: inout RandomStream) -> [Float]?
}

/// Makes the generator of one concept. Its structure is drawn from children of the stream's root, keyed
/// by the settings, so that a setting that returns is the same concept.
public typealias GeneratorFactory = @Sendable (_ root: RandomStream) throws -> any Generator

extension Generator {
  /// Not known.
  public var classShares: [Double]? { nil }
  /// Nothing.
  public func subject(of features: ArraySlice<Float>) -> Int? { nil }
  /// None.
  public func wording(of subject: Int, using random: inout RandomStream) -> [Float]? { nil }
  /// As many as are asked for.
  public var holdoutLimit: Int? { nil }
  /// Most rows are measured as they are.
  public var isBroken: Bool { false }
  /// Most concepts stand still.
  public var isDrifting: Bool { false }
  /// A concept that stands still is frozen.
  public var frozen: Self { self }
  /// A concept that stands still does not change.
  public mutating func advance(rows: Int) {}

  /// Most concepts have nothing between them.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? { nil }

  /// Fresh rows from the caller's stream.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    var generator = frozen
    return generator.draw(count, using: &random)
  }

  /// The next `count` rows as examples.
  public mutating func draw(_ count: Int, using random: inout RandomStream) -> Examples {
    var batch = Batch(width: schema.features.count)
    batch.reset(count: count)
    fill(&batch, rows: 0..<count, using: &random)
    return Examples(
      features: batch.features, labels: batch.labels,
      tasks: schema.taskClasses.isEmpty ? [] : batch.tasks,
      groups: schema.groups.isEmpty ? [] : batch.groups)
  }
}
