internal import Core
internal import Numerics
internal import Training

/// Keeps labelled rows from training where a gate asks for it, and has candidates judged on them.
///
/// Of the rows that arrive every 1/h-th is held back, for good: no strategy ever sees it. With cross-validation
/// nothing is; for each part of the recent rows there is a copy of the strategy that has not seen that part.
struct Judge {
  private let gate: any Gate
  private let needs: GateNeeds
  private let schema: Schema
  private let root: RandomStream
  /// Rows that arrived in all.
  private var arrived = 0
  /// Rows held back since the last accepted update.
  private var recent: Examples
  /// A uniform sample of those held back before.
  private var historical: Examples
  private var sample: UniformSample
  private var folds: [Fold] = []
  /// Rows dealt to the folds since the last accepted update.
  private var dealt = 0

  /// A part of the recent rows.
  private struct Fold {
    /// A strategy that has not seen it.
    var strategy: any UpdateStrategy
    var rows: Examples
  }

  /// `nil` without a gate.
  init?(_ plan: GatePlan?, _ schema: Schema, root: RandomStream) throws {
    guard let gate = try plan?.make() else { return nil }
    (self.gate, needs, self.schema) = (gate, gate.needs, schema)
    self.root = root.child("gate")
    recent = Examples(width: schema.features.count)
    historical = recent
    sample = UniformSample(capacity: needs.historicalRows)
  }

  /// Rows have arrived; returns those that may be trained on.
  mutating func divide(_ rows: Examples, step: Int) -> Examples {
    let held = rows.labels.indices.filter { i in
      let row = Double(arrived + i)
      return ((row + 1) * needs.heldBack).rounded(.down) > (row * needs.heldBack).rounded(.down)
    }
    arrived += rows.count
    var trained = rows
    if !held.isEmpty {
      recent.append(rows.gather(held))
      let isHeld = Set(held)
      trained = rows.gather(rows.labels.indices.filter { !isHeld.contains($0) })
    }
    deal(trained, step: step)
    return trained
  }

  /// Gives rows to the folds in turn; those that do not hold a row see it.
  private mutating func deal(_ rows: Examples, step: Int) {
    for k in folds.indices {
      let own = rows.labels.indices.filter { (dealt + $0) % folds.count == k }
      let others = rows.labels.indices.filter { (dealt + $0) % folds.count != k }
      folds[k].rows.append(rows.gather(own))
      var random = root.child("observe", step)
      folds[k].strategy.observe(rows.gather(others), using: &random)
    }
    dealt += rows.count
  }

  /// What is known at the end of a step, for strategies that follow it.
  mutating func watch(_ observation: Observation) throws {
    for k in folds.indices { try folds[k].strategy.watch(observation) }
  }

  /// A strategy is the live one from now on, as it was when it had been trained; `left` arrived since.
  mutating func accept(_ strategy: any UpdateStrategy, left: Examples, step: Int) {
    remember(step: step)
    guard let count = needs.folds else { return }
    dealt = 0
    folds = (0..<count).map { _ in
      Fold(strategy: strategy, rows: Examples(width: schema.features.count))
    }
    if !left.isEmpty { deal(left, step: step) }
  }

  /// Recent rows become history.
  private mutating func remember(step: Int) {
    defer { recent.removeAll() }
    guard needs.historicalRows > 0 else { return }
    var random = root.child("historical", step)
    for i in 0..<recent.count {
      guard let place = sample.place(using: &random) else { continue }
      if place == historical.count {
        historical.append(recent.gather([i]))
      } else {
        historical.replace(
          row: place, with: recent.features.row(i), label: recent.labels[i],
          task: recent.tasks.isEmpty ? nil : recent.tasks[i],
          group: recent.groups.isEmpty ? nil : recent.groups[i])
      }
    }
  }

  /// For each fold, the recent rows without its own; none for a holdout.
  func foldRows(of recent: Examples) -> [Examples] {
    folds.indices.map { k in
      recent.gather(recent.labels.indices.filter { $0 % folds.count != k })
    }
  }

  /// Trains a model for each fold in its context, as the candidate is on all recent rows; none for a holdout.
  func foldModels(
    of live: any Model, _ contexts: [UpdateContext], with trainer: inout Trainer<Float>,
    random: RandomStream
  ) throws -> [any Model] {
    try zip(folds, contexts).map { fold, context in
      var (strategy, model, random) = (fold.strategy, live, random)
      _ = try strategy.update(&model, context, with: &trainer, using: &random)
      return model
    }
  }

  /// Judges a candidate, with rows that arrived since its training began.
  func judge(
    _ candidate: borrowing Candidate, live: any Model, since: Examples,
    _ predictions: inout Predictions, meter: inout Usage
  ) -> Verdict {
    let model = candidate.model
    var parts = [(GateSlice.recent, model, recent), (GateSlice.recent, model, since)]
    for (k, model) in candidate.foldModels.enumerated() {
      // Row i of the recent rows is of fold i mod K; the last ones arrived since.
      let own = (candidate.rows - k + folds.count - 1) / folds.count
      parts.append((GateSlice.recent, model, folds[k].rows.gather(0..<max(own, 0))))
    }
    parts.append((GateSlice.historical, model, historical))
    var slices = Slices(perGroup: needs.perGroup ? schema.groups : [])
    for (name, model, rows) in parts where !rows.isEmpty {
      let pairs = self.pairs(model, live, rows, &predictions, meter: &meter)
      slices.add(pairs, of: rows, to: name)
    }
    return gate.judge(slices.all)
  }

  /// What both lose on rows.
  private func pairs(
    _ candidate: any Model, _ live: any Model, _ rows: Examples,
    _ predictions: inout Predictions, meter: inout Usage
  ) -> [LossPair] {
    let losses = [candidate, live].map { model in
      model.predict(
        rows.features, tasks: rows.tasks, groups: rows.groups, into: &predictions, meter: &meter)
      return predictions.losses(for: rows.labels)
    }
    return zip(losses[0], losses[1]).map { LossPair(candidate: $0, live: $1) }
  }
}

/// Losses under the names of slices, in order of first appearance; groups stand behind all rows.
private struct Slices {
  let perGroup: [String]
  private var names: [String] = []
  private var pairs: [String: [LossPair]] = [:]

  init(perGroup: [String]) { self.perGroup = perGroup }

  mutating func add(_ pairs: [LossPair], of rows: Examples, to name: String) {
    put(pairs, name)
    for (g, group) in perGroup.enumerated() where !rows.groups.isEmpty {
      let own = rows.groups.indices.filter { rows.groups[$0] == g }
      if !own.isEmpty { put(own.map { pairs[$0] }, "\(name) group=\(group)") }
    }
  }

  private mutating func put(_ some: [LossPair], _ name: String) {
    if pairs[name] == nil { names.append(name) }
    pairs[name, default: []] += some
  }

  var all: [GateSlice] { names.map { GateSlice($0, pairs[$0] ?? []) } }
}
