internal import Core
internal import Numerics
internal import Training

/// A run of a seed at the end of its warm-up, as ``Simulator`` has it: the first model is trained, and the strategy has
/// consolidated.
struct WarmedUp: ~Copyable {
  let strategy: any UpdateStrategy
  let model: any Model
  var trainer: Trainer<Float>
  /// What training the first model took.
  let usage: Usage

  /// - Throws: ``InputError`` where training diverges; what makes or checks the strategy throws.
  init(_ stream: StalenessStream, _ plan: StrategyPlan) throws {
    var strategy = try plan.make()
    try strategy.check(stream.schema)
    try strategy.check(stream.architecture)
    var model: any Model = stream.network
    var trainer = Trainer<Float>(stream.architecture, random: stream.root.child("trainer", -1))
    if strategy.followsTraining {
      trainer.path = PathIntegral(parameterCount: stream.architecture.parameterCount)
    }
    let rows = stream.warmUp
    do {
      let recipe = stream.scenario.recipe
      try model.withNetwork { try trainer.fit(&$0, on: rows, recipe: recipe) }
    } catch TrainingError.diverged {
      throw InputError(
        key: "training", "the first model diverges in the warm-up; allowed: what trains it")
    }
    let usage = trainer.usage
    var random = stream.root.child("strategy", -1)
    strategy.observe(rows, using: &random)
    try strategy.start(&model, stream.context(-1, recent: rows), with: &trainer, using: &random)
    (self.strategy, self.model, self.usage) = (strategy, model, usage)
    self.trainer = trainer
  }
}
