public import Core
import Streams

/// The keys of a scenario, declared like the settings of registered things: what is checked, described
/// and put into a schema comes from here. Whole numbers are bounded where a larger one could only be a
/// slip and would not fit in memory.
public enum ScenarioKeys {
  /// All keys of a scenario, in the order people should read them.
  public static let all = [
    name.declaration, seeds, stream, model, training, warmUp, strategies, triggers, validation,
    gate, rollout, InFlightKeys.inFlight, evaluate, baseline.declaration, BudgetKeys.budget,
    DiagnosisKeys.diagnosis,
    ColumnKeys.columns.declaration, HardwareKeys.hardware, HardwareKeys.stepSeconds.declaration,
    PriceKeys.prices, ModelScaleKeys.scale.declaration, decisions.declaration,
  ]

  /// The scenario itself, described like a registered thing.
  public static let registry = Registry<Void>(
    "file",
    [
      Entry(
        "scenario", "a comparison of update strategies on one drifting stream, in YAML",
        formula:
          "One run for every strategy, trigger and seed. A strategy or trigger is a name, or a "
          + "mapping with name, its settings and, if wanted, a label; a list as a setting's value "
          + "makes a row for each element. A strategy may have triggers of its own.",
        source: "", settings: all
      ) { _, _ in },
      DetectionKeys.entry,
    ])

  /// Every key of a scenario by its dotted name, described like a registered thing.
  public static let keys = Registry<Void>("key", entries(of: all + DetectionKeys.all, in: ""))

  private static func entries(of keys: [SettingDeclaration], in parent: String) -> [Entry<Void>] {
    var found: [Entry<Void>] = []
    for key in keys {
      let name = parent.isEmpty ? key.name : "\(parent).\(key.name)"
      let members = key.kind.members
      let own = Entry<Void>(
        name, key.help, formula: "", source: "", settings: members.isEmpty ? [key] : members
      ) { _, _ in }
      for entry in [own] + entries(of: members, in: name)
      where !found.contains(where: { $0.name == entry.name }) {
        found.append(entry)
      }
    }
    return found
  }

  static let name = Setting.text(
    "name", "also that of the output folder; letters, digits, `-`, `_` and `.`")
  static let seeds = SettingDeclaration(
    "seeds",
    .either([
      .integer(.closed(1, 10_000)), .list(.integer(.closed(0, 999_999_999_999)), count: 1...10_000),
    ]),
    default: .integer(1), "a number n for the seeds 1 … n, or a list of them")
  static let stream = SettingDeclaration(
    "stream",
    .either([
      .group(StreamKeys.generated), .group(RecordedStream.entry.settings + StreamKeys.recorded),
    ]),
    isRequired: true, "where the rows come from: a generator, or the path of a recording")
  static let model = SettingDeclaration(
    "model", .group(ModelKeys.all), "the network that every strategy updates")
  static let training = SettingDeclaration(
    "training", .group(TrainingKeys.all), "how every strategy trains")
  static let warmUp = SettingDeclaration(
    "warm-up", .group([warmUpRows.declaration]), "what trains the first model; not scored")
  static let strategies = SettingDeclaration(
    "strategies", .list(.component(.strategy), count: 1...1000), isRequired: true,
    "the competitors, a row of the tables each")
  static let triggers = SettingDeclaration(
    "triggers", .list(.component(.trigger), count: 1...1000),
    "when they update: every strategy under every trigger; default: every 10 steps")
  static let validation = SettingDeclaration(
    "validation", .component(.validation),
    "what checks labelled rows before anything is trained on them; default: nothing")
  static let gate = SettingDeclaration(
    "gate", .component(.gate), "what judges candidates before they serve; default: nothing")
  static let rollout = SettingDeclaration(
    "rollout", .component(.rollout), "how accepted candidates take over; default: at once")
  static let evaluate = SettingDeclaration(
    "evaluate", .group(EvaluationKeys.all), "how the deployed model is examined")
  static let baseline = Setting.optionalText(
    "baseline", "label of the strategy that paired differences are taken against")
  static let decisions = Setting.choice(
    "decisions", of: DecisionPlan.allCases.map(\.rawValue), default: DecisionPlan.updates.rawValue,
    "which decisions are recorded: those of updates, made or prevented, or of all steps")

  static let warmUpRows = Setting.integer(
    "rows", in: .closed(0, 1e8), default: 1000,
    "rows before row 0, from the first concept; with 0 the first update finds random weights")
  /// A strategy's own keys beside its settings.
  static let ofStrategy = [label.declaration, triggers]
  /// A trigger's own keys beside its settings.
  static let ofTrigger = [label.declaration]
  static let label = Setting.optionalText("label", "the row's name in the tables")
}
