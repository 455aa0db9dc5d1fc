import Core
import Evaluation
import Training

extension ScenarioReader {
  /// What the file asks for, or `nil` when there are mistakes.
  mutating func experiment(_ root: Field, text: String) -> Experiment? {
    if comparesDetectors(root) { return detection(root, text: text).map(Experiment.detectors) }
    return scenario(root, text: text).map(Experiment.strategies)
  }

  /// The scenario, or `nil` when there are mistakes.
  private mutating func scenario(_ root: Field, text: String) -> Scenario? {
    let structured = Set(ScenarioKeys.all.map(\.name)).subtracting([
      "name", "seeds", "baseline", "budget", "columns", "hardware", "step-seconds",
      "model-scale",
    ])
    guard let top = section(root, ScenarioKeys.all, structured: structured) else { return nil }
    let name = name(top)
    let seeds = seeds(top)
    let evaluation = section(ScenarioKeys.evaluate, in: root, EvaluationKeys.all)
    let warmUpSection = warmUp(root)
    let warmUp = warmUpSection[ScenarioKeys.warmUpRows]
    var stream: StreamPlan?
    if let field = root["stream"] {
      stream = self.stream(field, evaluation: evaluation, warmUp: warmUp, seed: seeds?.first ?? 1)
    }
    let model = model(root)
    refuseScaling(model, by: warmUpSection)
    let recipe = recipe(section(ScenarioKeys.training, in: root, TrainingKeys.all))
    var strategies: [StrategyPlan] = []
    if let field = root["strategies"] {
      let isShaped = model.broken.isEmpty
      strategies = strategyPlans(
        field,
        for: isShaped
          ? stream.map { ($0.schema, plan(model.values).architecture(for: $0.schema)) } : nil)
    }
    let triggers =
      if let field = root["triggers"] { triggerPlans(field) } else {
        defaultTriggers(for: strategies, in: root)
      }
    let baseline = baseline(top, among: strategies)
    let budget = budget(top)
    let diagnosis = section(DiagnosisKeys.diagnosis, in: root, DiagnosisKeys.all)
    let columns = columns(top, evaluation)
    let inFlight = section(InFlightKeys.inFlight, in: root, InFlightKeys.all)
    let pricing = pricing(top, classes: stream?.schema.classes)
    let policies = policies(root)
    if mistakes.isEmpty, let stream, let pricing {
      checkConditions(stream, seed: seeds?.first ?? 1, pricing)
    }
    guard mistakes.isEmpty, let name, let seeds, let stream, let recipe, let warmUp, let pricing
    else { return nil }
    return Scenario(
      name: name, text: text, seeds: seeds, stream: stream, model: plan(model.values),
      recipe: recipe, warmUpRows: warmUp, strategies: strategies, triggers: triggers,
      evaluation: EvaluationKeys.plan(evaluation.values), baseline: baseline, budget: budget,
      diagnosis: DiagnosisKeys.plan(diagnosis.values, isGiven: root["diagnosis"] != nil),
      columns: columns, hardware: pricing.hardware, stepSeconds: pricing.stepSeconds,
      costModel: pricing.prices == nil ? nil : pricing,
      modelScale: top.values[ModelScaleKeys.scale].map(ModelScaleKeys.scale),
      gate: policies.gate, rollout: policies.rollout, validation: policies.validation,
      inFlight: InFlightKeys.plan(inFlight.values))
  }

  /// How long the warm-up is.
  mutating func warmUp(_ root: Field) -> Section {
    section(ScenarioKeys.warmUp, in: root, [ScenarioKeys.warmUpRows.declaration])
  }

  /// The model's section; numbers that its scaling has no use for are mistakes.
  mutating func model(_ root: Field) -> Section {
    let section = section(ScenarioKeys.model, in: root, ModelKeys.all)
    if section[ModelKeys.scaling] != ModelPlan.Scaling.given.rawValue {
      for (key, isOther) in [
        (ModelKeys.mean, section[ModelKeys.mean] != 0),
        (ModelKeys.deviation, section[ModelKeys.deviation] != 1),
      ] where isOther && section.broken.isEmpty {
        report(
          section.place(of: key.declaration.name), "of no use here; allowed: with scaling: given")
      }
    }
    return section
  }

  /// Nothing can be standardized by the rows of an empty warm-up.
  private mutating func refuseScaling(_ model: Section, by warmUp: Section) {
    guard warmUp[ScenarioKeys.warmUpRows] == 0,
      model[ModelKeys.scaling] == ModelPlan.Scaling.standard.rawValue
    else { return }
    report(
      warmUp.place(of: "rows"),
      "0, but inputs are standardized by the warm-up; allowed: with model.scaling none, given or running"
    )
  }

  /// The label of the baseline; told if no strategy has it, unless strategies are missing for a mistake.
  private mutating func baseline(_ top: Section, among strategies: [StrategyPlan]) -> String? {
    guard let baseline = top.values[ScenarioKeys.baseline] else { return nil }
    let labels = strategies.map(\.label)
    let isComplete = !mistakes.contains { $0.key?.hasPrefix("strategies") == true }
    if isComplete, !labels.contains(baseline) {
      let field = top.place(of: "baseline")
      reportUnknown(field, "no strategy is called \(field.described)", allowed: labels)
    }
    return baseline
  }

  /// The columns of the printed table by their whole names; empty for the default ones. Those that nothing
  /// would be in are told.
  private mutating func columns(_ top: Section, _ evaluation: Section) -> [String] {
    let names = (top.values[ColumnKeys.columns] ?? []).map(ColumnKeys.whole)
    for name in names {
      guard let need = ColumnKeys.needs[name], top.field[need] == nil,
        evaluation.field[need] == nil
      else { continue }
      let key = ScenarioKeys.all.contains { $0.name == need } ? need : "evaluate.\(need)"
      report(top.place(of: "columns"), "\(name) is not measured; allowed: with \(key)")
    }
    return names
  }

  private mutating func budget(_ top: Section) -> Budget? {
    guard let value = top.values["budget"] else { return nil }
    let field = top.place(of: "budget")
    return attempt([Section(field: field)]) { try BudgetKeys.budget(value) } ?? nil
  }

  /// The name, checked to be one of a folder that stands in no one's way.
  mutating func name(_ top: Section) -> String? {
    guard let name = top[ScenarioKeys.name] else { return nil }
    let isPlain = name.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    if isPlain, name.utf8.count <= 100, !name.hasPrefix("."), !name.hasPrefix("-") { return name }
    let field = top.place(of: "name")
    report(
      field,
      "\(field.described) cannot name a folder; allowed: at most 100 letters, digits, -, _ and ., "
        + "the first neither - nor .")
    return nil
  }

  /// The seeds, distinct.
  mutating func seeds(_ top: Section) -> [Int]? {
    if top.broken.contains("seeds") { return nil }
    switch top.values["seeds"] ?? ScenarioKeys.seeds.defaultValue {
    case .integer(let count): return Array(1...count)
    case .list(let values):
      let seeds = values.compactMap { if case .integer(let seed) = $0 { seed } else { nil } }
      if Set(seeds).count == seeds.count { return seeds }
      report(top.place(of: "seeds"), "the same seed twice; allowed: distinct whole numbers ≥ 0")
      return nil
    default: return nil
    }
  }

  /// The shape of the model.
  func plan(_ values: SettingValues) -> ModelPlan {
    ModelPlan(
      hidden: values[ModelKeys.hidden],
      activation: Activation(rawValue: values[ModelKeys.activation]) ?? .relu,
      scaling: ModelPlan.Scaling(rawValue: values[ModelKeys.scaling]) ?? .standard,
      mean: values[ModelKeys.mean], deviation: values[ModelKeys.deviation],
      initialization: Initialization(rawValue: values[ModelKeys.initialization]) ?? .normal,
      classes: ModelPlan.Classes(rawValue: values[ModelKeys.classes]) ?? .all)
  }

  /// The recipe; keys that the optimizer has no use for are mistakes, not left aside.
  mutating func recipe(_ section: Section) -> Recipe? {
    guard let optimizer = section[TrainingKeys.optimizer],
      let entry = Optimizer.registry[optimizer]
    else { return nil }
    for member in section.field.members ?? [] {
      guard let owners = TrainingKeys.owners(of: member.name), !owners.contains(optimizer)
      else { continue }
      report(
        member.value, "not a setting of \(optimizer); of \(owners.joined(separator: ", ")) only")
    }
    for conflict in TrainingKeys.conflicts {
      guard let field = section.field[conflict.key] else { continue }
      if (section.field[conflict.other] == nil) == conflict.isRequired {
        report(field, conflict.problem)
      }
    }
    let name = ScheduleKeys.schedule.name
    let shape = attempt([Section(field: section.place(of: name))]) {
      try ScheduleKeys.schedule(section.values[name])
    }
    guard section.broken.isEmpty, let shape else { return nil }
    let catalog = catalog
    return attempt([section]) {
      TrainingKeys.recipe(section.values, try entry.make(section.values, catalog), shape)
    }
  }
}
