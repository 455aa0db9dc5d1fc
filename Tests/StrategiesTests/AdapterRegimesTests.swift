import Core
import Numerics
import Testing
import Training

@testable import Strategies

/// Adapters for regimes and groups, against plain fits of one adapter.
@Suite struct AdapterRegimesTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let queries = Examples.drawn(20, seed: 9)
  static let recipe = Recipe(learningRate: 0.02, batch: 2, epochs: 3)

  func deployment(_ strategy: LoRA) throws -> Deployment {
    var deployment = Deployment(strategy, recipe: Self.recipe)
    try deployment.warmUp(Equivalence.warmUp)
    return deployment
  }

  func routed(
    _ rule: AdapterRegimes.Rule, regimes: Int? = nil, threshold: Double = 0.5
  ) -> LoRA {
    LoRA(
      rank: 2, alpha: 4, policy: .route, consolidate: nil, by: rule, regimes: regimes,
      threshold: threshold)
  }

  /// Outputs of a model, and the FLOP for all rows.
  func answers(
    _ model: any Model, _ rows: Matrix<Float>, groups: [Int] = []
  ) -> (outputs: Matrix<Float>, flops: Int) {
    var predictions = Predictions(Deployment.architecture)
    var meter = Usage()
    model.predict(rows, tasks: [], groups: groups, into: &predictions, meter: &meter)
    return (predictions.outputs, meter.serving)
  }

  /// One adapter beside the network of the warm-up, fitted at some steps by the trainer itself.
  func plain(_ updates: [(step: Int, rows: Examples)]) throws -> AdaptedNetwork {
    let network = try deployment(routed(.loss)).network
    let root = RandomStream(seed: 1)
    var trainer = Trainer<Float>(Deployment.architecture, random: root)
    var adapter: LowRankAdapter<Float>?
    for (step, rows) in updates {
      trainer.random = root.child("trainer", step)
      var random = root.child("strategy", step)
      var next =
        adapter
        ?? LowRankAdapter(Deployment.architecture, rank: 2, alpha: 4, using: &random)
      try trainer.fit(
        &next, on: network, features: rows.features, labels: rows.labels, recipe: Self.recipe)
      adapter = next
    }
    return AdaptedNetwork(network, adapter)
  }

  /// One regime, or one group, is one adapter that goes on being trained.
  @Test(arguments: AdapterRegimes.Rule.allCases)
  func oneRegimeIsOneAdapter(_ rule: AdapterRegimes.Rule) throws {
    var one = try deployment(routed(rule, regimes: 1))
    var reset = try deployment(LoRA(rank: 2, alpha: 4, policy: .reset))
    var done: [(step: Int, rows: Examples)] = []
    for (step, rows) in Equivalence.updates.enumerated() {
      let used = try one.update(rows, step: step)
      let plainUsed = try reset.update(rows, step: step)
      done.append((step, rows))
      let expected = answers(try plain(done), Self.queries.features)
      let own = answers(one.model, Self.queries.features)
      #expect(own.outputs == expected.outputs && own.flops == expected.flops)
      #expect(used == plainUsed && own.flops == 20 * (70 + 68))
      let before = answers(reset.model, Self.queries.features)
      #expect((own.outputs == before.outputs) == (step == 0), "reset forgets, this goes on")
    }
    #expect(one.strategy.stateBytes == Candidate.adapter + (rule == .group ? 8 : 0))
  }

  /// Rows of groups 0 and 2 in turn, six of each.
  static func mixed(_ step: Int) -> Examples {
    let rows = Examples.drawn(12, seed: UInt64(20 + step), shift: step)
    return Examples(
      features: rows.features, labels: rows.labels, groups: (0..<12).map { $0 % 2 * 2 })
  }

  /// Groups train as if they were alone, and groups without an adapter meet the network as it was.
  @Test func groupsAreIndependent() throws {
    var both = try deployment(routed(.group))
    let network = both.network
    for step in 0..<3 { try both.update(Self.mixed(step), step: step) }
    for group in [0, 2] {
      let alone = try plain(
        (0..<3).map { step in
          let rows = Self.mixed(step)
          return (step, rows.gather(rows.groups.indices.filter { rows.groups[$0] == group }))
        })
      let own = answers(
        both.model, Self.queries.features, groups: Array(repeating: group, count: 20))
      let expected = answers(alone, Self.queries.features)
      #expect(own.outputs == expected.outputs && own.flops == 20 * (70 + 68))
    }
    for group in [1, 7] {
      let own = answers(
        both.model, Self.queries.features, groups: Array(repeating: group, count: 20))
      #expect(own.outputs == answers(network, Self.queries.features).outputs)
      #expect(own.flops == 20 * 70)
    }
    #expect(both.strategy.stateBytes == 2 * Candidate.adapter + 3 * 8)
  }

  /// A batch of several groups is answered row by row, in its order.
  @Test func rowsOfGroupsKeepTheirPlaces() throws {
    var both = try deployment(routed(.group))
    try both.update(Self.mixed(0), step: 0)
    let groups = (0..<20).map { [2, 0, 1][$0 % 3] }
    let own = answers(both.model, Self.queries.features, groups: groups).outputs
    for i in 0..<20 {
      let alone = answers(both.model, Self.queries.features.gather([i]), groups: [groups[i]])
      for j in 0..<3 { #expect(abs(own[i, j] - alone.outputs[0, j]) < 1e-6) }
    }
  }

  /// What comes when all adapters are taken changes nothing.
  @Test func groupsBeyondTheLimitStayWithTheNetwork() throws {
    var one = try deployment(routed(.group, regimes: 1))
    try one.update(Self.mixed(0), step: 0)
    let other = Examples(
      features: Self.mixed(1).features, labels: Self.mixed(1).labels,
      groups: Array(repeating: 5, count: 12))
    let before = answers(one.model, Self.queries.features).outputs
    #expect(try one.update(other, step: 1) == Usage())
    #expect(answers(one.model, Self.queries.features).outputs == before)
  }

  /// Rows around a place far from others.
  static func place(_ place: Float, _ count: Int, seed: UInt64, shift: Int) -> Examples {
    var rows = Examples.drawn(count, seed: seed, shift: shift)
    for i in 0..<count {
      rows.features.replace(row: i, with: rows.features.row(i).map { $0 * 0.2 + place })
    }
    return rows
  }

  /// Mean and standard deviation of every column, in double precision.
  func moments(_ rows: [Examples]) -> [(mean: Double, deviation: Double)] {
    (0..<4).map { j in
      let column = rows.flatMap { rows in
        (0..<rows.count).map { Double(rows.features[$0, j]) }
      }
      let mean = column.reduce(0, +) / Double(column.count)
      let square = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      return (mean, square.squareRoot())
    }
  }

  /// The network's own rows, a place at 3 and one at −3; each row goes to the nearest, and pays for the search.
  @Test func inputsFindTheNearestCentroid() throws {
    var three = try deployment(routed(.inputs))
    let far = [
      Self.place(3, 8, seed: 31, shift: 1), Self.place(-3, 8, seed: 32, shift: 2),
      Self.place(3, 8, seed: 33, shift: 1),
    ]
    var used: [Usage] = []
    for (step, rows) in far.enumerated() { used.append(try three.update(rows, step: step)) }
    // Of 4 features: 4 · 4 a row and known regime to find it, 7 · 4 a row to learn it.
    var reset = try deployment(LoRA(rank: 2, alpha: 4, policy: .reset))
    var plainFlops: [Int] = []
    for (step, rows) in far.enumerated() {
      plainFlops.append(try reset.update(rows, step: step).trainingFlops)
    }
    for (i, known) in [1, 2, 3].enumerated() {
      #expect(used[i].trainingFlops == plainFlops[i] + 8 * (16 * known + 28))
    }
    let centroids = [
      moments([Equivalence.warmUp]), moments([far[0], far[2]]), moments([far[1]]),
    ]
    let adapted: [any Model] = [
      try deployment(routed(.inputs)).network, try plain([(0, far[0]), (2, far[2])]),
      try plain([(1, far[1])]),
    ]
    var queries = Self.queries
    queries.append(Self.place(3, 7, seed: 41, shift: 0))
    queries.append(Self.place(-2.9, 9, seed: 42, shift: 0))
    queries.append(Self.place(1.5, 9, seed: 43, shift: 0))
    let own = answers(three.model, queries.features)
    var (flops, met) = (0, Set<Int>())
    for i in 0..<queries.count {
      let distances = centroids.map { centroid in
        zip(queries.features.row(i), centroid).reduce(0.0) { sum, pair in
          let z = (Double(pair.0) - pair.1.mean) / pair.1.deviation
          return sum + z * z
        }
      }
      let nearest = (0..<3).min { distances[$0] < distances[$1] } ?? 0
      met.insert(nearest)
      let alone = answers(adapted[nearest], queries.features.gather([i]))
      for j in 0..<3 { #expect(abs(own.outputs[i, j] - alone.outputs[0, j]) < 1e-5, "row \(i)") }
      flops += alone.flops + 4 * 4 * 3
    }
    #expect(met == [0, 1, 2] && own.flops == flops)
    #expect(three.strategy.stateBytes == 2 * Candidate.adapter + 3 * 16 * 4)
  }

  /// Rules that contradict each other take turns: each is recognized when it is back, and trains the adapter
  /// that it left.
  @Test func lossesRecognizeWhatIsBack() throws {
    let recipe = Recipe(learningRate: 0.05, batch: 8, epochs: 10)
    var deployment = Deployment(routed(.loss), recipe: recipe)
    try deployment.warmUp(Examples.drawn(300, seed: 1))
    let shifts = [0, 1, 0, 1, 2, 0]
    let rows = shifts.enumerated().map { Examples.drawn(300, seed: UInt64(50 + $0), shift: $1) }
    for (step, rows) in rows.enumerated() {
      try deployment.update(rows, step: step)
      let fresh = Examples.drawn(200, seed: 99, shift: shifts[step])
      let labels = deployment.predictions(fresh).labels
      let right = zip(labels, fresh.labels).count { $0 == $1 }
      #expect(right > 150, "step \(step): \(right) of 200")
      let known = [1, 2, 2, 2, 3, 3][step]
      #expect(deployment.strategy.stateBytes == known * (Candidate.adapter + 16))
    }
    // Those of shift 1 alone, beside the same network.
    var alone = Deployment(routed(.loss, regimes: 1), recipe: recipe)
    try alone.warmUp(Examples.drawn(300, seed: 1))
    for step in [1, 3] { try alone.update(rows[step], step: step) }
    var until = Deployment(routed(.loss), recipe: recipe)
    try until.warmUp(Examples.drawn(300, seed: 1))
    for step in 0...3 { try until.update(rows[step], step: step) }
    #expect(
      answers(until.model, Self.queries.features).outputs
        == answers(alone.model, Self.queries.features).outputs)
  }

  /// A forward pass of the new rows for each regime there is, and one afterwards.
  @Test func lossesAreMetered() throws {
    var deployment = try deployment(routed(.loss, regimes: 2, threshold: 0))
    var reset = try self.deployment(LoRA(rank: 2, alpha: 4, policy: .reset))
    let rows = Examples.drawn(6, seed: 2, shift: 1)
    let used = try deployment.update(rows, step: 0)
    let plain = try reset.update(rows, step: 0)
    // Regime 0 has no adapter yet: 70 FLOP a row; afterwards 70 + 68.
    #expect(used.forward == plain.forward + 6 * 70 + 6 * (70 + 68))
    #expect(used.backward == plain.backward && used.importance == 0)
    let again = try deployment.update(rows, step: 1)
    #expect(again.forward == plain.forward + 6 * (70 + 70 + 68) + 6 * (70 + 68))
  }

  /// A threshold nothing exceeds leaves one regime; one that all exceed makes as many as there may be.
  @Test(arguments: [AdapterRegimes.Rule.loss, .inputs])
  func theThresholdDecides(_ rule: AdapterRegimes.Rule) throws {
    let perRegime = rule == .loss ? 16 : 16 * 4
    for (threshold, regimes, adapters) in [(1e9, 1, 1...1), (0, 3, 2...3)] {
      var deployment = try deployment(routed(rule, regimes: 3, threshold: threshold))
      for step in 0..<5 {
        try deployment.update(
          Self.place(Float(step + 1) * 0.8, 8, seed: UInt64(step), shift: step), step: step)
      }
      let bytes = adapters.map { $0 * Candidate.adapter + regimes * perRegime }
      #expect(bytes.contains(deployment.strategy.stateBytes))
    }
  }

  /// Memory for two adapters makes no third.
  @Test func memoryLimitsRegimes() throws {
    var strategy = routed(.group)
    strategy.limitMemory(to: 2 * (Candidate.adapter + 8) + 20)
    var deployment = try deployment(strategy)
    var rows = Self.mixed(0)
    rows = Examples(features: rows.features, labels: rows.labels, groups: (0..<12).map { $0 % 4 })
    try deployment.update(rows, step: 0)
    #expect(deployment.strategy.stateBytes == 2 * Candidate.adapter + 4 * 8)
  }

  /// `consolidate: 0` merges every adapter at once; `n` lets n pile up.
  @Test func aPileIsMerged() throws {
    var merge = try deployment(LoRA(rank: 2, alpha: 4, policy: .merge))
    var none = try deployment(LoRA(rank: 2, alpha: 4, policy: .stack, consolidate: 0))
    var two = try deployment(LoRA(rank: 2, alpha: 4, policy: .stack, consolidate: 2))
    for (step, rows) in Equivalence.updates.enumerated() {
      let used = try merge.update(rows, step: step)
      #expect(try none.update(rows, step: step) == used)
      try two.update(rows, step: step)
      #expect(none.network == merge.network && none.strategy.stateBytes == 0)
      let piled = [1, 2, 0, 1][step]
      #expect(two.predictions(Self.queries).flops == 70 + 68 * piled)
      #expect(two.strategy.stateBytes == piled * Candidate.adapter)
      #expect(distance(two.network, merge.network) < 1e-5)
    }
  }

  @Test func settingsOfOtherPoliciesAreRefused() throws {
    func make(_ values: SettingValues) throws -> any UpdateStrategy {
      try LoRA.entry.make(values, StrategyEntryTests.OneStrategy())
    }
    #expect(throws: SettingError.self) { try make(["consolidate": .integer(3)]) }
    #expect(throws: SettingError.self) { try make(["regimes": .integer(3)]) }
    #expect(throws: SettingError.self) {
      try make(["policy": .text("stack"), "by": .text("group")])
    }
    let grouped = try make(["by": .text("group")])
    #expect(throws: SettingError.self) {
      try grouped.check(Schema(features: ["x"], classes: ["a", "b"]))
    }
    try grouped.check(Schema(features: ["x"], classes: ["a", "b"], groups: ["g", "h"]))
    #expect(throws: SettingError.self) {
      try Hybrid(fast: grouped, every: 2).check(Schema(features: ["x"], classes: ["a", "b"]))
    }
  }
}
