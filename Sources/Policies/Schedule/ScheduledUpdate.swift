/// An update of a schedule: the step at which a model of a layer is started.
///
/// A schedule is an array of them with steps strictly ascending; the empty one keeps the initial model. Ordered by
/// step, then layer.
public struct ScheduledUpdate: Hashable, Sendable, Codable, Comparable {
  /// The step s at which training starts, from 0.
  public let step: Int
  /// The layer of the ``StalenessMatrix``: a strategy with its window.
  public let layer: Int

  /// A model of a layer, started at a step.
  public init(step: Int, layer: Int = 0) {
    (self.step, self.layer) = (step, layer)
  }

  /// The earlier, then the one of the first layer.
  public static func < (a: ScheduledUpdate, b: ScheduledUpdate) -> Bool {
    (a.step, a.layer) < (b.step, b.layer)
  }
}
