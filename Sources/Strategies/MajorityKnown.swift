public import Core
public import Numerics
public import Training

/// Serves the most frequent label it has received: what the control `majority` would be worth where labels
/// come late.
///
/// ŷ = argmax_c n_c over all labels that have arrived, the warm-up's included; ties go to the smallest class,
/// as in the control. In regression, where no value need come twice, it serves the mean of the labels, the
/// constant with the least squared error.
public struct MajorityKnown: UpdateStrategy, Codable {
  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "majority-known", "serves the most frequent label received (with its delay)",
    formula: "ŷ = argmax_c n_c, n_c the labels c that have arrived; in regression their mean",
    source: "the majority-class classifier of Žliobaitė et al. 2015, on known labels only",
    cost: "No arithmetic worth counting; keeps a count for each class.",
    differences: "Knows a label only after its delay. In regression it serves the mean.",
    verified: [
      .definition("counts and means taken anew from all labels, ties included")
    ]
  ) { _, _ in MajorityKnown() }

  /// Labels of each class, in regression none.
  private var counts: [Int] = []
  private var sum = 0.0
  private var seen = 0

  /// It has seen nothing.
  public init() {}

  /// As labels arrive.
  public var schedule: Schedule { .onLabels }

  /// The counts, or a sum and a count in regression.
  public var stateBytes: Int {
    seen == 0 ? 0 : counts.isEmpty ? 16 : counts.count * MemoryLayout<Int>.size
  }

  /// Answers with the warm-up's most frequent label.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    serve(context.recent.labels, &model)
  }

  /// No network is asked.
  public var scaledCost: ScaledCost? { ScaledCost(trained: 0, served: 0) }

  /// Answers with the label that is now most frequent.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) -> String {
    serve(context.recent.labels, &model)
    return "majority-known"
  }

  private mutating func serve(_ labels: [Float], _ model: inout any Model) {
    guard !labels.isEmpty else { return }
    let network = model.withNetwork { $0 }
    model = LastLabel(label: add(labels, network.architecture), network: network)
  }

  /// Counts labels; returns the answer.
  private mutating func add(_ labels: [Float], _ architecture: Architecture) -> Float {
    seen += labels.count
    guard architecture.head == .softmax else {
      for label in labels { sum += Double(label) }
      return Float(sum / Double(seen))
    }
    if counts.isEmpty { counts = Array(repeating: 0, count: architecture.outputs) }
    for label in labels { counts[Int(label)] += 1 }
    return Float(counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0)
  }
}
