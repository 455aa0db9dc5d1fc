import Core
import Drift
import Evaluation
import Policies
import Strategies
import Streams

extension Catalog {
  /// What the program knows: to add a thing, add its entry here.
  public static let standard = Catalog(
    generators: Registry(
      "generator", [Sea.entry, Hyperplane.entry, GaussianMixture.entry, Rotated.entry]),
    recording: RecordedStream.entry,
    detectors: Registry("detector", [ADWIN.entry, ADWINRiver.entry, DDM.entry, DDMRiver.entry]),
    strategies: Registry(
      "strategy", plural: "strategies",
      [
        Frozen.entry, FullRetrain.entry, Incremental.entry, Replay.entry, EWC.entry, LoRA.entry,
        Hybrid.entry,
      ]),
    triggers: Registry(
      "trigger",
      [NeverTrigger.entry, EveryTrigger.entry, BelowTrigger.entry, DetectorTrigger.entry]),
    metrics: Registry(
      "metric",
      Metric.all.map {
        Entry(
          $0.name, $0.summary,
          formula: "\($0.formula)\nin \($0.unit); better: \($0.direction.rawValue)",
          source: $0.source
        ) { _, _ in }
      }))
}
