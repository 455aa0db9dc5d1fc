public import Training

/// A checked comparison: a stream, a model, and the strategies and triggers that compete on it.
public struct Scenario: Sendable {
  /// Its name; also that of its output folder.
  public let name: String
  /// The text it was read from, `--set` changes applied as comments at the end.
  public let text: String
  /// One run of every pair for each.
  public let seeds: [Int]
  /// The stream.
  public let stream: StreamPlan
  /// The model.
  public let model: ModelPlan
  /// How every strategy trains.
  public let recipe: Recipe
  /// Rows that train the first model, the same for every strategy; not scored.
  public let warmUpRows: Int
  /// The competitors, in the order of the file.
  public let strategies: [StrategyPlan]
  /// When they update, in the order of the file.
  public let triggers: [TriggerPlan]
  /// How often and on how much the deployed model is examined.
  public let evaluation: EvaluationPlan
  /// The label of the strategy that paired differences are taken against.
  public let baseline: String?
  /// What every update may spend; `nil` lets each strategy spend what it takes.
  public let budget: Budget?
  /// The machine that updates and predictions run on; `nil` lets updates take no time.
  public let hardware: HardwareProfile?
  /// How long a step takes, in simulated seconds.
  public let stepSeconds: Double
  /// What the ledger's quantities cost; `nil` without prices.
  public let costModel: (any CostModel)?
  /// A large model that costs are extrapolated to; `nil` for none.
  public let modelScale: ModelScale?
  /// How drifts are described; `nil` if they are not.
  public let diagnosis: DiagnosisPlan?
  /// The columns that the printed table shows, by the names of metrics, `difference` and
  /// `wall-seconds`; empty for those that fit, the most important first.
  public let columns: [String]
  /// What judges candidates; `nil` lets every one serve.
  public let gate: GatePlan?
  /// How accepted candidates take over; `nil` at once.
  public let rollout: RolloutPlan?
  /// What checks labelled rows before training; `nil` trains on all.
  public let validation: ValidationPlan?
  /// What happens between the decision to update and the update.
  public let inFlight: InFlightPlan
  /// Which decisions are recorded.
  public let decisions: DecisionPlan

  /// A checked comparison.
  public init(
    name: String, text: String, seeds: [Int], stream: StreamPlan, model: ModelPlan, recipe: Recipe,
    warmUpRows: Int, strategies: [StrategyPlan], triggers: [TriggerPlan],
    evaluation: EvaluationPlan,
    baseline: String? = nil, budget: Budget? = nil, diagnosis: DiagnosisPlan? = nil,
    columns: [String] = [], hardware: HardwareProfile? = nil, stepSeconds: Double = 60,
    costModel: (any CostModel)? = nil, modelScale: ModelScale? = nil,
    gate: GatePlan? = nil, rollout: RolloutPlan? = nil, validation: ValidationPlan? = nil,
    inFlight: InFlightPlan = InFlightPlan(), decisions: DecisionPlan = .updates
  ) {
    self.name = name
    self.text = text
    self.seeds = seeds
    self.stream = stream
    self.model = model
    self.recipe = recipe
    self.warmUpRows = warmUpRows
    self.strategies = strategies
    self.triggers = triggers
    self.evaluation = evaluation
    self.baseline = baseline
    self.budget = budget
    self.diagnosis = diagnosis
    self.columns = columns
    (self.hardware, self.stepSeconds, self.costModel) = (hardware, stepSeconds, costModel)
    self.modelScale = modelScale
    (self.gate, self.rollout, self.validation) = (gate, rollout, validation)
    (self.inFlight, self.decisions) = (inFlight, decisions)
  }

  /// Every simulation of the scenario, in the order of the tables: strategy, trigger, seed.
  public var jobs: [Job] {
    strategies.flatMap { strategy in
      let paired: [TriggerPlan?] =
        strategy.ignoresTriggers ? [nil] : (strategy.triggers ?? triggers).map { $0 }
      return paired.flatMap { trigger in
        seeds.map { Job(strategy: strategy, trigger: trigger, seed: $0) }
      }
    }
  }
}
