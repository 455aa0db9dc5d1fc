import Core
import Numerics
import Testing

@testable import Catalog

/// A trigger that does not say that it looks at the model's outputs or embeddings decides the same without them.
@Suite struct LooksAtOutputsTests {
  /// What it decides in 40 steps of 30 rows, with outputs and embeddings or with none.
  private static func decisions(
    _ variant: RegisteredVariant, hasOutputs: Bool, hasEmbeddings: Bool = true
  ) throws -> (decisions: [Decision], trigger: any Trigger) {
    var trigger = try Catalog.standard.trigger(
      Component(name: variant.name, settings: variant.settings))
    var random = RandomStream(seed: 4)
    let decisions = try (0..<40).map { step in
      var (inputs, outputs) = (Matrix<Float>(columns: 2), Matrix<Float>(columns: 2))
      var outcomes: [Outcome] = []
      for _ in 0..<30 {
        inputs.append(row: [Float(random.normal()) + Float(step / 10), Float(random.normal())])
        let p = Float(random.uniform()) / (1 + Float(step))
        if hasOutputs { outputs.append(row: [p, 1 - p]) }
        outcomes.append(Outcome(label: 1, prediction: p > 0.02 ? 0 : 1, loss: p))
      }
      return try trigger.decide(
        Observation(
          step: step, outcomes: outcomes, newRows: 30 * step, historyRows: 40 * step, updates: 0,
          modelAge: step, inputs: inputs, outputs: outputs,
          embeddings: hasEmbeddings ? inputs : Matrix(columns: 2)))
    }
    return (decisions, trigger)
  }

  @Test(arguments: RegisteredVariant.all(Catalog.standard.triggers))
  func saysWhetherItLooks(_ variant: RegisteredVariant) throws {
    let with = try Self.decisions(variant, hasOutputs: true)
    if !with.trigger.looksAtOutputs {
      #expect(try Self.decisions(variant, hasOutputs: false).decisions == with.decisions)
    }
    if !with.trigger.looksAtEmbeddings {
      let without = try Self.decisions(variant, hasOutputs: true, hasEmbeddings: false)
      #expect(without.decisions == with.decisions)
    }
  }

  @Test func confidenceLooks() throws {
    for text in ["confidence", "any", "then", "at-least", "all"] {
      var settings: SettingValues = [:]
      if text != "confidence" {
        settings["of"] = .list([
          .component(Component(name: "never", settings: [:])),
          .component(Component(name: "confidence", settings: [:])),
        ])
      }
      if text == "at-least" { settings["count"] = .integer(1) }
      let trigger = try Catalog.standard.trigger(Component(name: text, settings: settings))
      #expect(trigger.looksAtOutputs, "\(text)")
    }
  }
}
