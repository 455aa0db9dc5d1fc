import Catalog
import Core
import Numerics
import Strategies
import Training

/// What every registered strategy takes, with its defaults, for each FLOP it meters: a 784-256-256-10 network,
/// batch 64, three updates of 1 280 new rows after a warm-up on as many, and serving 1 280 rows after each.
/// Timed in turn with `incremental`, whose time a FLOP is 1.
enum Updates {
  static var names: [String] { Catalog.standard.strategies.names }

  static func measure(_ names: [String], runs: Int) throws -> [Measurement] {
    let rows = (0..<4).map { labelled(1280, seed: UInt64($0)) }
    let reference = try make("incremental")
    return try names.flatMap { name in
      let strategy = try make(name)
      var (updates, serving) = (Series(), Series())
      for run in -1..<runs {
        let alone = try Life(reference).run(rows)
        let life = try Life(strategy).run(rows)
        if run < 0 { continue }
        updates.append(life.update, beside: alone.update)
        serving.append(life.serving, beside: alone.serving)
      }
      return [updates.measurement("update", name), serving.measurement("serving", name)]
        .compactMap { $0 }
    }
  }

  /// A strategy as registered; batches as large as the others' where it has its own.
  private static func make(_ name: String) throws -> any UpdateStrategy {
    let catalog = Catalog.standard
    var settings: SettingValues = [:]
    if name == "online" { settings["rows"] = .integer(64) }
    if name == "ensemble" { settings["chunk"] = .integer(1280) }
    return try catalog.strategy(Component(name: name, settings: settings))
  }

  /// Ten classes by the largest of the first ten features, so that there is something to learn.
  private static func labelled(_ count: Int, seed: UInt64) -> Examples {
    var (rows, random) = (Examples(width: 784), RandomStream(seed: seed))
    for _ in 0..<count {
      let row = (0..<784).map { _ in Float(random.normal()) }
      let label = (0..<10).max { row[$0] < row[$1] } ?? 0
      rows.append(row: row, label: Float(label))
    }
    return rows
  }

  /// Seconds and FLOP of some runs, beside those of `incremental`.
  private struct Series {
    var seconds: [Double] = []
    var relative: [Double] = []
    var flops = 0

    mutating func append(_ work: Work, beside reference: Work) {
      (flops, seconds) = (work.flops, seconds + [work.seconds])
      relative.append(work.secondsPerFlop / reference.secondsPerFlop)
    }

    func measurement(_ workload: String, _ name: String) -> Measurement? {
      guard flops > 0 else { return nil }
      return Measurement(
        workload: workload, name: name, seconds: seconds, amount: 1, unit: "run",
        flops: Double(flops), relative: relative)
    }
  }

  private struct Work {
    var seconds = 0.0
    var flops = 0
    var secondsPerFlop: Double { seconds / Double(flops) }
  }

  /// The life of one strategy.
  private struct Life: ~Copyable {
    static let architecture = Architecture(widths: [784, 256, 256, 10])
    static let recipe = Recipe(learningRate: 0.01, batch: 64)
    private var strategy: any UpdateStrategy
    private var model: any Model
    private var trainer: Trainer<Float>
    private let root = RandomStream(seed: 1)

    init(_ strategy: any UpdateStrategy) {
      self.strategy = strategy
      var initialization = root.child("model")
      model = Network<Float>(Self.architecture, using: &initialization)
      trainer = Trainer(Self.architecture, random: root)
    }

    consuming func run(_ rows: [Examples]) throws -> (update: Work, serving: Work) {
      var (update, serving) = (Work(), Work())
      var predictions = Predictions(Self.architecture)
      if strategy.followsTraining {
        trainer.path = PathIntegral(parameterCount: Self.architecture.parameterCount)
      }
      try model.withNetwork { try trainer.fit(&$0, on: rows[0], recipe: Self.recipe) }
      let used = trainer.usage.trainingFlops
      for (i, recent) in rows.enumerated() {
        update.seconds += try time { try learn(recent, step: i - 1) }
        var meter = Usage()
        serving.seconds += time {
          model.predict(recent.features, tasks: [], into: &predictions, meter: &meter)
        }
        serving.flops += meter.serving
      }
      update.flops = trainer.usage.trainingFlops - used
      return (update, serving)
    }

    private mutating func learn(_ recent: Examples, step: Int) throws {
      var random = root.child("strategy", step)
      strategy.observe(recent, using: &random)
      let context = UpdateContext(
        step: step, recent: recent, observation: nil, recipe: Self.recipe,
        architecture: Self.architecture, scaling: nil, initialization: root.child("model", step))
      if step < 0 {
        try strategy.start(&model, context, with: &trainer, using: &random)
      } else {
        _ = try strategy.update(&model, context, with: &trainer, using: &random)
      }
    }
  }
}
