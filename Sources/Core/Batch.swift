public import Numerics

/// The rows of one step of a stream, with their labels and the ground truth. Reused from step to step.
///
/// `concepts`, `cleanLabels`, `bayes` and `isCorrupted` are the truth of a synthetic stream: they go to the
/// log and the evaluation, never into an ``Observation``.
public struct Batch: Sendable {
  /// Raw inputs, [n, d].
  public var features: Matrix<Float>
  /// Emitted labels, noise included, [n].
  public var labels: [Float]
  /// The concept each row was drawn from: an index into the stream's concepts, [n].
  public var concepts: [Int]
  /// Labels before noise, [n]; NaN where the row's clean label is none that the stream can emit.
  public var cleanLabels: [Float]
  /// The probability that the best possible prediction for this row is right, [n]; NaN if unknown.
  /// In a transition it is that of the mixture, max_y Σ_c P_t(c) p_c(x, y) / Σ_c P_t(c) p_c(x).
  public var bayes: [Double]
  /// The task each row belongs to, visible to the model, [n]; 0 where the schema has no tasks.
  public var tasks: [Int]
  /// The group each row belongs to, [n]; 0 where the schema has no groups.
  public var groups: [Int]
  /// The client each row comes from, [n]; 0 where the schema has no clients.
  public var clients: [Int]
  /// Whether something upstream broke the row, [n]: ground truth, like `cleanLabels`.
  public var isCorrupted: [Bool]
  /// Rows of a recorded stream kept for evaluation: served and scored, never trained on, [n].
  public var isHeldOut: [Bool]

  /// A batch of no rows and `width` features.
  public init(width: Int) {
    features = Matrix(columns: width)
    (labels, cleanLabels, concepts, bayes, isHeldOut, isCorrupted) = ([], [], [], [], [], [])
    (tasks, groups, clients) = ([], [], [])
  }

  /// Whether noise changed the label of row `i`.
  public func isFlipped(_ i: Int) -> Bool { labels[i] != cleanLabels[i] }

  /// Number of rows, n.
  public var count: Int { labels.count }

  /// Makes room for `count` rows, forgetting what was there.
  public mutating func reset(count: Int) {
    guard count != self.count else { return }
    features.resize(rows: count)
    labels = Array(repeating: 0, count: count)
    concepts = Array(repeating: 0, count: count)
    cleanLabels = Array(repeating: 0, count: count)
    bayes = Array(repeating: .nan, count: count)
    isHeldOut = Array(repeating: false, count: count)
    tasks = Array(repeating: 0, count: count)
    groups = Array(repeating: 0, count: count)
    clients = Array(repeating: 0, count: count)
    isCorrupted = Array(repeating: false, count: count)
  }

  /// Overwrites row `i` with a whole row of another batch, truth and all; with other features if given.
  public mutating func copy(
    row source: Int, of other: borrowing Batch, features row: [Float]? = nil, to i: Int
  ) {
    if let row {
      features.replace(row: i, with: row)
    } else {
      features.replace(row: i, with: other.features.row(source))
    }
    (labels[i], cleanLabels[i], concepts[i]) =
      (other.labels[source], other.cleanLabels[source], other.concepts[source])
    (bayes[i], tasks[i], groups[i]) =
      (other.bayes[source], other.tasks[source], other.groups[source])
    (clients[i], isCorrupted[i], isHeldOut[i]) =
      (other.clients[source], other.isCorrupted[source], other.isHeldOut[source])
  }

  /// All rows with their labels, their tasks if `hasTasks`, their clients if `hasClients`, and their groups
  /// if `hasGroups`.
  public func examples(
    hasTasks: Bool, hasClients: Bool = false, hasGroups: Bool = false
  ) -> Examples {
    Examples(
      features: features, labels: labels, tasks: hasTasks ? tasks : [],
      clients: hasClients ? clients : [], groups: hasGroups ? groups : [])
  }

  /// The rows that may be trained on, likewise.
  public func trainable(
    hasTasks: Bool, hasClients: Bool = false, hasGroups: Bool = false
  ) -> Examples {
    let all = examples(hasTasks: hasTasks, hasClients: hasClients, hasGroups: hasGroups)
    guard isHeldOut.contains(true) else { return all }
    return all.gather(labels.indices.filter { !isHeldOut[$0] })
  }
}
