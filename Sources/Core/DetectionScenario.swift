public import Training

/// A checked comparison of drift detectors: every detector on every stream, for every seed.
///
/// A detector watches one number a row. Nothing is updated: the model, where there is one, is trained on
/// the warm-up and stays as it is.
public struct DetectionScenario: Sendable {
  /// Its name; also that of its output folder.
  public let name: String
  /// The text it was read from, `--set` changes applied as comments at the end.
  public let text: String
  /// One run of every detector on every stream for each.
  public let seeds: [Int]
  /// What is watched, in the order of the file.
  public let streams: [WatchedStream]
  /// The competitors, in the order of the file.
  public let detectors: [DetectorPlan]
  /// The model whose errors or losses are watched.
  public let model: ModelPlan
  /// How it is trained.
  public let recipe: Recipe
  /// Rows that train it, before row 0; no detector sees them.
  public let warmUpRows: Int
  /// Rows after a transition within which an alarm counts as its detection.
  public let window: Int

  /// A checked comparison of detectors.
  public init(
    name: String, text: String, seeds: [Int], streams: [WatchedStream], detectors: [DetectorPlan],
    model: ModelPlan, recipe: Recipe, warmUpRows: Int, window: Int
  ) {
    self.name = name
    self.text = text
    self.seeds = seeds
    self.streams = streams
    self.detectors = detectors
    self.model = model
    self.recipe = recipe
    self.warmUpRows = warmUpRows
    self.window = window
  }

  /// Runs of one detector on one stream for one seed.
  public var runCount: Int { streams.count * seeds.count * detectors.count }
}

/// The number of every row that detectors watch.
public enum Watch: Hashable, Sendable {
  /// 1 where the model is wrong, else 0.
  case error
  /// The model's loss: −ln p(label), or the squared error in regression.
  case loss
  /// The index of the class, or the value in regression; no model is needed.
  case label
  /// An input, by its place among the stream's features; no model is needed.
  case feature(Int)

  /// Whether there must be a model.
  public var needsModel: Bool { self == .error || self == .loss }
}

/// A stream and what of it is watched.
public struct WatchedStream: Sendable {
  /// What people read.
  public let name: String
  /// How to make it for one seed.
  public let plan: StreamPlan
  /// What is watched.
  public let watch: Watch

  /// A stream to watch.
  public init(name: String, plan: StreamPlan, watch: Watch) {
    (self.name, self.plan, self.watch) = (name, plan, watch)
  }
}

/// A row of the tables: a detector with its settings.
public struct DetectorPlan: Sendable {
  /// The row's label.
  public let label: String
  /// A fresh detector.
  public let make: @Sendable () throws -> any DriftDetector

  /// A row of the tables.
  public init(label: String, make: @escaping @Sendable () throws -> any DriftDetector) {
    self.label = label
    self.make = make
  }
}
