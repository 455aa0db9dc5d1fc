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
        Sea.entry, Stagger.entry, Hyperplane.entry, RandomRBF.entry, Agrawal.entry, LED.entry,
        Waveform.entry, Sine.entry, Mixed.entry, RandomTree.entry, GaussianMixture.entry,
        Bernoulli.entry, Facts.entry, Friedman.entry, LocalDrift.entry, CovariateShift.entry,
        Sensor.entry, MissingFeatures.entry, Groups.entry, ShuffledTable.entry, Permuted.entry,
        Split.entry, SortedBy.entry, Rotated.entry,
      ].map(\.balanced)),
    recording: RecordedStream.entry,
    detectors: Registry(
      "detector",
      [
        ADWIN.entry, ADWINRiver.entry, DDM.entry, DDMRiver.entry, EDDM.entry, EDDMRiver.entry,
        HDDMA.entry, HDDMARiver.entry, HDDMW.entry, HDDMWRiver.entry, PageHinkley.entry,
        PageHinkleyRiver.entry, KSWIN.entry, RDDM.entry, CUSUM.entry, GMA.entry, EWMAChart.entry,
        STEPD.entry, STEPDGuarded.entry, SEED.entry, FHDDM.entry, MDDMA.entry, MDDME.entry,
        MDDMG.entry, WindowTest.entry,
      ]),
    strategies: Registry(
      "strategy", plural: "strategies",
      [
        Frozen.entry, NoChangeKnown.entry, MajorityKnown.entry, FullRetrain.entry,
        WarmRetrain.entry, WindowRetrain.entry, Incremental.entry, Online.entry, EWC.entry,
        OnlineEWC.entry, L2SP.entry, SI.entry, MAS.entry, LwF.entry, Laplace.entry, VCL.entry,
        Replay.entry,
        DarkReplay.entry, GDumb.entry, GEM.entry, AGEM.entry, GenerativeReplay.entry, LoRA.entry,
        HeadOnly.entry, Memory.entry, Ensemble.entry, AdwinBagging.entry, Federated.entry,
        Meta.entry, Adversarial.entry, Search.entry, Patch.entry, Hybrid.entry, Expand.entry,
        MultiTask.entry, Advisor.entry,
      ]),
    triggers: Registry(
      "trigger",
      [
        NeverTrigger.entry, AlwaysTrigger.entry, RandomTrigger.entry, EveryTrigger.entry,
        VolumeTrigger.entry, BelowTrigger.entry, DropTrigger.entry, AvoidableErrorsTrigger.entry,
        DetectorTrigger.entry, InputDriftTrigger.entry, ConfidenceTrigger.entry, AnyTrigger.entry,
        AllTrigger.entry, AtLeastTrigger.entry, ThenTrigger.entry,
        ComplaintsTrigger.entry, CostBenefitTrigger.entry, CaraTrigger.entry, ReviewTrigger.entry,
        ClairvoyantTrigger.entry,
      ].map(\.guarded)),
    tests: Registry(
      "test",
      [
        KolmogorovSmirnovTest.entry, CramerVonMisesTest.entry, ChiSquareTest.entry,
        PopulationStability.entry, JensenShannonTest.entry, WassersteinTest.entry,
        MeanDiscrepancyTest.entry, ClassifierTest.entry,
      ]),
    gates: Registry("gate", [HoldoutGate.entry, CrossValidationGate.entry]),
    rollouts: Registry(
      "rollout",
      [
        DirectRollout.entry, RollingRollout.entry, TrialRollout.shadow, TrialRollout.canary,
        SequentialRollout.entry,
      ]),
    validations: Registry(
      "validation", [BatchValidation.entry, BatchValidation.clairvoyant]),
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
