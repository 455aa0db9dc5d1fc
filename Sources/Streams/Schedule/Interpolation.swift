internal import Core
internal import Numerics

/// Incremental drift: the parameters of a generator on their way from one concept to the next.
///
/// Over a transition of w rows they move linearly, in at most 1000 equal steps. A row of it counts as one of
/// the concept it is nearer to. Rows come from `root.child("transition", j)`, j the appearance.
struct Interpolation: Sendable {
  private static let steps = 1000

  private let appearances: [ScheduledStream.Appearance]
  private let generators: [any Generator]
  private let root: RandomStream
  /// The appearance that is moved into, the step reached, and the generator there.
  private var (appearance, step) = (-1, -1)
  private var generator: any Generator
  private var random: RandomStream

  /// Throws ``SettingError`` for concepts that have nothing between them.
  init(
    _ appearances: [ScheduledStream.Appearance], _ generators: [any Generator], root: RandomStream
  ) throws(SettingError) {
    (self.appearances, self.generators, self.root) = (appearances, generators, root)
    (generator, random) = (generators[0], root)
    for (old, new) in zip(appearances, appearances.dropFirst()) where new.shape == .incremental {
      guard new.width > 1 else { continue }
      let between = generators[old.concept].interpolated(to: generators[new.concept], share: 0.5)
      guard between == nil else { continue }
      throw SettingError(
        "concepts",
        "there is nothing between the concepts before and after row \(new.start) of this generator; "
          + "allowed: shape sigmoid or linear")
    }
  }

  /// Brings the parameters to where they are at a row of the transition into an appearance.
  mutating func move(to row: Int, into j: Int) {
    if j != appearance {
      (appearance, step, random) = (j, -1, root.child("transition", j))
    }
    let rows = appearances[j].interpolation
    let steps = min(Self.steps, rows.count)
    let next = Int(Double(row - rows.lowerBound) / Double(rows.count) * Double(steps))
    guard next != step else { return }
    step = next
    let (old, new) = (generators[appearances[j - 1].concept], generators[appearances[j].concept])
    let share = (Double(step) + 0.5) / Double(steps)
    generator = old.interpolated(to: new, share: share) ?? new
  }

  /// Draws rows with the parameters reached.
  mutating func fill(_ batch: inout Batch, _ rows: Range<Int>) {
    generator.fill(&batch, rows: rows, using: &random)
  }

  /// Adds the density with the parameters reached.
  func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    generator.addJointDensity(of: features, weight: weight, to: &density)
  }

  /// The nearer concept at a row of the transition into an appearance.
  func concept(at row: Int, into j: Int) -> Int {
    appearances[row < appearances[j].start ? j - 1 : j].concept
  }
}
