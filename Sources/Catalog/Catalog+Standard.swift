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
      "generator",
      [
        Sea.entry, Stagger.entry, Hyperplane.entry, GaussianMixture.entry, LocalDrift.entry,
        ShuffledTable.entry, Permuted.entry, Split.entry, Rotated.entry,
      ].map(\.balanced)),
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
        Entry($0.name, $0.summary, formula: $0.formula, source: $0.source) { _, _ in }
      }))
}
