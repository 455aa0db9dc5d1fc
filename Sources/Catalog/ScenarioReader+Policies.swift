import Core

extension ScenarioReader {
  /// What stands between rows and training, and between a candidate and serving.
  mutating func policies(
    _ root: Field
  ) -> (gate: GatePlan?, rollout: RolloutPlan?, validation: ValidationPlan?) {
    let catalog = catalog
    let gate = chosen(ScenarioKeys.gate, .gate, in: root)
    let rollout = chosen(ScenarioKeys.rollout, .rollout, in: root)
    let validation = chosen(ScenarioKeys.validation, .validation, in: root)
    return (
      gate.map { choice in
        GatePlan(label: choice.name) { try catalog.gates.make(choice, catalog) }
      },
      rollout.map { choice in
        RolloutPlan(label: choice.name) { try catalog.rollouts.make(choice, catalog) }
      },
      validation.map { choice in
        ValidationPlan(label: choice.name) { try catalog.validations.make(choice, catalog) }
      }
    )
  }

  private mutating func chosen(
    _ key: SettingDeclaration, _ kind: ComponentKind, in root: Field
  ) -> Component? {
    root[key.name].flatMap { component($0, kind) }
  }
}
