public import Core
internal import Numerics

/// `input-drift`: fires when a two-sample test tells the rows served now from those served right after the
/// update. Needs no labels.
///
/// The reference is the first `reference` rows that the deployed model served, so that it moves at each accepted
/// update; the current window is the last `current` rows served after them. Once both are full they are compared
/// every `every` steps; fires if the test's p (the least adjusted one over the columns) is at most `level`. Rows
/// with a value that is not finite are left out. Tests are repeated and their windows overlap: `level` is the
/// chance of a false alarm of one test, not of a run. Signal the test's name, value p, threshold `level`; no
/// value where nothing was tested.
///
/// `on: outputs` compares what the deployed model said of the rows, its class probabilities, in place of their
/// features: a change of p(y), if p(x given y) stays, shows there whatever the dimension of x (black-box shift
/// detection: Lipton et al., *Detecting and Correcting for Label Shift with Black Box Predictors*, ICML 2018;
/// Rabanser et al., *Failing Loudly*, NeurIPS 2019, found it the best reduction of those tried). `on: embeddings`
/// compares what its network's last layer was given of them, the representation that it has learned: fewer columns
/// than the features where these are many, and those that matter to the model; one more forward pass a step, charged as
/// monitoring.
public struct InputDriftTrigger: Trigger {
  /// What of a row is compared.
  enum Aspect: String, CaseIterable {
    case features, outputs, embeddings
  }

  static let on = Setting.choice(
    "on", of: Aspect.allCases.map(\.rawValue), default: Aspect.features.rawValue,
    "what is compared: the rows, the class probabilities they were given, or what the network's last "
      + "layer was given of them")
  static let test = Setting.component("test", .test, default: "ks", "compares the two windows")
  static let reference = Setting.integer(
    "reference", in: .closed(1, 1e6), default: 500, "rows served right after an update")
  static let current = Setting.integer(
    "current", in: .closed(1, 1e6), default: 200, "rows served last")
  static let level = Setting.number(
    "level", in: .open(0, 1), default: 0.001, "p at which it fires, or below")
  static let every = Setting.integer(
    "every", in: .atLeast(1), default: 1, "steps from one test to the next")

  private let name: String
  private let aspect: Aspect
  private let test: any TwoSampleTest
  private let reference: Int, current: Int, level: Double, every: Int
  private var state = State()

  private struct State: Codable {
    var reference: Matrix<Double>?
    var current: Matrix<Double>?
    var flops = 0
  }

  init(_ name: String, _ test: any TwoSampleTest, _ values: SettingValues) {
    self.name = name
    self.test = test
    aspect = Aspect(rawValue: values[Self.on]) ?? .features
    (reference, current) = (values[Self.reference], values[Self.current])
    (level, every) = (values[Self.level], values[Self.every])
  }

  /// Takes in the rows of the step and, when it is time, compares.
  public mutating func decide(_ observation: Observation) throws -> Decision {
    switch aspect {
    case .features: take(observation.inputs)
    case .outputs: take(observation.outputs)
    case .embeddings: take(observation.embeddings)
    }
    guard (observation.step + 1) % every == 0, let expected = state.reference,
      let now = state.current, now.rows == current
    else { return decision(nil) }
    var random = observation.run.random.child("input-drift", observation.step)
    let p = try test.compare(expected, now, using: &random).p
    state.flops += test.flops(
      reference: expected.rows, current: now.rows, columns: now.columns)
    return decision(p)
  }

  private func decision(_ p: Double?) -> Decision {
    Decision(
      fires: p.map { $0 <= level } ?? false, signal: name, value: p, threshold: level,
      relation: .atMost, setting: Self.level.declaration.name, p: p,
      samples: [state.reference?.rows ?? 0, state.current?.rows ?? 0])
  }

  /// Fills the reference, then the current window, whose oldest rows make room.
  private mutating func take(_ inputs: Matrix<Float>) {
    let finite = (0..<inputs.rows).filter { inputs.row($0).allSatisfy(\.isFinite) }
    let rows = Matrix<Double>(finite.count == inputs.rows ? inputs : inputs.gather(finite))
    var expected = state.reference ?? Matrix(columns: inputs.columns)
    let first = min(rows.rows, reference - expected.rows)
    if first > 0 { expected.append(rows: 0..<first, of: rows) }
    state.reference = expected
    guard first < rows.rows else { return }
    var now = state.current ?? Matrix(columns: inputs.columns)
    now.append(rows: first..<rows.rows, of: rows)
    if now.rows > current { now = now.gather(now.rows - current..<now.rows) }
    state.current = now
  }

  /// Whether it compares them.
  public var looksAtOutputs: Bool { aspect == .outputs }
  /// Whether it compares them.
  public var looksAtEmbeddings: Bool { aspect == .embeddings }

  /// The reference moves.
  public mutating func updated(_ report: UpdateReport) { state = State(flops: state.flops) }

  /// The tests so far.
  public var flops: Int { state.flops }

  /// The two windows.
  public func encode(to encoder: any Encoder) throws { try state.encode(to: encoder) }

  /// Restores them.
  public mutating func restore(from decoder: any Decoder) throws {
    state = try State(from: decoder)
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "input-drift", "updates when the inputs are no longer those the model began with",
    formula:
      "fire if the test of the first reference rows since the update against the last current rows has "
      + "p ≤ level",
    source:
      "after Rabanser et al., Failing Loudly, NeurIPS 2019; on: outputs, Lipton et al., ICML 2018",
    cost: "A test every so many steps.",
    differences: """
      The reference is what the model served first, not what it was trained on; of \
      the reductions there, none, the outputs of the deployed model, and its own representation in place of a \
      trained autoencoder's.
      """,
    verified: [
      .definition("when it tests, and what against what"),
      .limit("unmoved inputs fire as seldom as the level says"),
    ],
    settings: [
      test.declaration, on.declaration, reference.declaration, current.declaration,
      level.declaration,
      every.declaration,
    ]
  ) { values, components in
    let component = values[test]
    let made = try components.test(component)
    try made.check(windows: [reference, current], level: level, in: values)
    return InputDriftTrigger(component.name, made, values)
  }
}
