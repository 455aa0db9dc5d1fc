public import Core
public import Streams
import Training

/// Everything a scenario can name. Reading a scenario takes a catalog, so that tests can bring their own.
public struct Catalog: Sendable {
  /// Generators of streams.
  public let generators: Registry<GeneratorFactory>
  /// Streams read from a file.
  public let recording: Entry<RecordedFactory>
  /// Drift detectors.
  public let detectors: Registry<any DriftDetector>
  /// Two-sample tests.
  public let tests: Registry<any TwoSampleTest>
  /// Update strategies.
  public let strategies: Registry<any UpdateStrategy>
  /// Triggers.
  public let triggers: Registry<any Trigger>
  /// What judges candidates.
  public let gates: Registry<any Gate>
  /// How candidates take over.
  public let rollouts: Registry<any Rollout>
  /// What checks rows before training.
  public let validations: Registry<Validation>
  /// Metrics; they have no settings and are listed only.
  public let metrics: Registry<Void>

  /// A catalog.
  public init(
    generators: Registry<GeneratorFactory>, recording: Entry<RecordedFactory>,
    detectors: Registry<any DriftDetector>, strategies: Registry<any UpdateStrategy>,
    triggers: Registry<any Trigger>, tests: Registry<any TwoSampleTest> = Registry("test", []),
    gates: Registry<any Gate> = Registry("gate", []),
    rollouts: Registry<any Rollout> = Registry("rollout", []),
    validations: Registry<Validation> = Registry("validation", []),
    metrics: Registry<Void> = Registry("metric", [])
  ) {
    self.generators = generators
    self.recording = recording
    self.detectors = detectors
    self.tests = tests
    self.strategies = strategies
    self.triggers = triggers
    self.gates = gates
    self.rollouts = rollouts
    self.validations = validations
    self.metrics = metrics
  }

  /// Every kind of thing, as people read it: streams, detectors, tests, strategies, triggers, gates,
  /// rollouts, validations, metrics, and what a model is made of, trained by and runs on.
  public var kinds: [Registry<Void>] {
    let recordings = Registry("stream", [recording]).erased.entries
    return [
      Registry("stream", generators.erased.entries + recordings),
      detectors.erased, tests.erased, strategies.erased, triggers.erased, gates.erased,
      rollouts.erased, validations.erased, metrics,
      Activation.registry.erased, Optimizer.registry.erased, HardwareProfile.registry.erased,
    ]
  }

  /// The things a setting of this kind can name.
  func registry(of kind: ComponentKind) -> Registry<Void> {
    switch kind {
    case .detector: detectors.erased
    case .strategy: strategies.erased
    case .trigger: triggers.erased
    case .generator: generators.erased
    case .test: tests.erased
    case .gate: gates.erased
    case .rollout: rollouts.erased
    case .validation: validations.erased
    }
  }
}

extension Catalog: Components {
  /// The detector a setting names.
  public func detector(_ component: Component) throws -> any DriftDetector {
    try detectors.make(component, self)
  }

  /// The strategy a setting names.
  public func strategy(_ component: Component) throws -> any UpdateStrategy {
    try strategies.make(component, self)
  }

  /// The trigger a setting names.
  public func trigger(_ component: Component) throws -> any Trigger {
    try triggers.make(component, self)
  }

  /// The generator a setting names.
  public func generator(_ component: Component) throws -> GeneratorFactory {
    try generators.make(component, self)
  }

  /// The two-sample test a setting names.
  public func test(_ component: Component) throws -> any TwoSampleTest {
    try tests.make(component, self)
  }
}
