public import Numerics

/// A distinct setting of a stream's generator; a setting that returns is the same concept.
public struct Concept: Hashable, Sendable {
  /// Place in the order of first appearance; the column of the accuracy matrix.
  public let index: Int
  /// What people read: `function=2`, or `rows 0–9061` of a recording.
  public let label: String
  /// Accuracy of the best possible classifier on this concept; `nil` if unknown.
  public let bayesAccuracy: Double?

  /// A concept.
  public init(index: Int, label: String, bayesAccuracy: Double? = nil) {
    self.index = index
    self.label = label
    self.bayesAccuracy = bayesAccuracy
  }
}

/// A stretch of the stream under one concept, from the centre of one transition to that of the next.
public struct Segment: Hashable, Sendable {
  /// The concept, as an index into the stream's concepts.
  public let concept: Int
  /// The first row, counted from 0 after the warm-up: the centre of the transition into it.
  public let start: Int
  /// Rows the transition into it takes; 0 or 1 is abrupt. It begins at `start − width / 2`.
  public let width: Int
  /// Whether it is known to begin with a drift: not so the time segments of a recording, nor the anchors of
  /// a concept that changes with every row.
  public let isDrift: Bool
  /// Rows before and after `start` within which a row may well be of the concept on the other side, or of
  /// something in between.
  public let reach: Int

  /// A stretch under one concept; without a `reach`, that of a sigmoid transition, three widths: beyond it a
  /// row is of the other concept with a probability of 6e-6 or less.
  public init(
    concept: Int, start: Int, width: Int = 0, isDrift: Bool = true, reach: Int? = nil
  ) {
    self.concept = concept
    self.start = start
    self.width = width
    self.isDrift = isDrift
    self.reach = reach ?? (width > 1 ? 3 * width : 0)
  }

  /// The first row that the transition into this segment touches.
  public var transitionStart: Int { start - width / 2 }
}

/// A drifting stream of rows, made for one seed. A value: a copy goes on independently, and a second
/// stream from the same seed gives the same rows.
public protocol DataStream: Sendable {
  /// Its columns.
  var schema: Schema { get }
  /// Its concepts, in order of first appearance.
  var concepts: [Concept] { get }
  /// Its segments, in order; the first starts at row 0.
  var segments: [Segment] { get }
  /// Rows that `next` will give in total, warm-up not counted.
  var rowCount: Int { get }

  /// The first rows, of the first concept, before row 0. Call it once, before `next`.
  mutating func warmUp(count: Int) throws -> Examples
  /// Fills the batch with the next rows, at most `count`; fewer only at the end. False when none are
  /// left; the batch is then empty.
  mutating func next(_ count: Int, into batch: inout Batch) -> Bool
  /// Rows of one concept that the stream never gives, labelled with the stream's own noise. Recorded
  /// streams give the rows they have, at most `count`.
  func holdout(_ concept: Int, count: Int, using random: inout RandomStream) -> Examples
  /// The share of rows, `count` of each of two concepts, on which the best predictions under the one and
  /// under the other differ; `nil` where the concepts' densities are unknown.
  func disagreement(_ a: Int, _ b: Int, count: Int, using random: inout RandomStream) -> Double?
  /// Adds Σ_c P_t(c) p_c(x, y) to `density[y]` for every class y, up to a factor that may depend on x: the
  /// law of row t. False, and nothing added, where it is unknown.
  func addJointDensity(of features: ArraySlice<Float>, row t: Int, to density: inout [Double])
    -> Bool
  /// Whether a concept is one of broken measurements: ground truth, like the concepts themselves.
  func isBroken(_ concept: Int) -> Bool
  /// What a row of a concept is about, most probably; `nil` where rows are not about anything. Rows about one
  /// subject have one label.
  func subject(of features: ArraySlice<Float>, concept: Int) -> Int?
  /// Features of another row about a subject; `nil` where rows are not about anything.
  func wording(of subject: Int, concept: Int, using random: inout RandomStream) -> [Float]?
}

extension DataStream {
  /// Not known.
  public func disagreement(
    _ a: Int, _ b: Int, count: Int, using random: inout RandomStream
  ) -> Double? { nil }

  /// Not known.
  public func addJointDensity(
    of features: ArraySlice<Float>, row t: Int, to density: inout [Double]
  ) -> Bool { false }

  /// Most concepts are measured as they are.
  public func isBroken(_ concept: Int) -> Bool { false }

  /// Nothing.
  public func subject(of features: ArraySlice<Float>, concept: Int) -> Int? { nil }

  /// None.
  public func wording(
    of subject: Int, concept: Int, using random: inout RandomStream
  ) -> [Float]? { nil }
}
