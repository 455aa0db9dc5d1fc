public import Core
internal import Foundation

/// What the runs of a scenario would have cost a large model, from the rows they trained on and served and the
/// closed forms of their strategies. Nothing here was measured at that size.
public struct Extrapolation {
  private let scenario: Scenario
  private let scale: ModelScale
  private let runs: [RunResult]

  /// The extrapolation of finished runs; `nil` where the scenario asks for none.
  public init?(_ scenario: Scenario, _ runs: [RunResult]) {
    guard let scale = scenario.modelScale else { return nil }
    (self.scenario, self.scale, self.runs) = (scenario, scale, runs)
  }

  /// A row a run; figures of strategies without a closed form are empty and their basis `unknown`.
  public var table: Table {
    var table = Table(
      columns: ["strategy", "trigger", "seed", "parameters", "tokens_per_row", "rows_trained"]
        + ["rows_served", "training_flops", "serving_flops", "seconds", "kwh", "gco2e", "basis"])
    let forms = Dictionary(
      scenario.strategies.map { ($0.label, $0.scaledCost) }, uniquingKeysWith: { first, _ in first }
    )
    for run in runs {
      let rows = Rows(run.log, entryBytes: entryBytes, warmUp: scenario.warmUpRows)
      let flops = (forms[run.strategy] ?? nil).map { work($0, rows) }
      let cost = flops.map { price($0.training + $0.serving, updates: rows.updates) } ?? Cost()
      table.append([
        .text(run.strategy), .text(run.trigger), .integer(run.seed), .number(scale.parameters),
        .number(scale.tokensPerRow), .number(rows.trained), .number(rows.served),
        .number(flops?.training), .number(flops?.serving), .number(cost.seconds.value),
        .number(cost.kilowattHours.value), .number(cost.grams.value),
        .text(flops == nil ? "unknown" : "extrapolated"),
      ])
    }
    return table
  }

  /// The figures of each strategy and trigger, means over the seeds; for people.
  public var summary: Table {
    var summary = Table(
      columns: ["strategy", "trigger", "training_FLOP", "serving_FLOP", "seconds", "kWh", "gCO₂e"])
    var groups: [[[Table.Cell]]] = []
    for row in table.rows {
      if let last = groups.last, last[0][..<2] == row[..<2] {
        groups[groups.count - 1].append(row)
      } else {
        groups.append([row])
      }
    }
    for rows in groups {
      let means = (7..<12).map { column in
        let values = rows.map { row -> Double? in
          if case .number(let value) = row[column] { value } else { nil }
        }
        return mean(values).map { Table.Cell.number($0) } ?? .text("unknown")
      }
      summary.append(Array(rows[0][..<2]) + means)
    }
    return summary
  }

  /// What was extrapolated to, and how far that can be trusted.
  public var title: String {
    let size = String(format: "%.3g", scale.parameters)
    return "extrapolated in closed form to \(size) parameters and "
      + "\(Int(scale.tokensPerRow)) tokens a row; not measured"
  }

  /// Bytes of an embedding with its label, as a memory keeps it.
  private var entryBytes: Double {
    let width = scenario.model.hidden.last ?? scenario.stream.schema.features.count
    return 4 * Double(width + 1)
  }

  /// N and D of the large model in the closed form of a strategy.
  private func work(_ form: ScaledCost, _ rows: Rows) -> (training: Double, serving: Double) {
    let each = scale.parameters * scale.tokensPerRow
    let given = rows.given + (form.isGivenWarmUp ? rows.warmUp : 0)
    let lookUp = form.looksUp ? 2 * scale.dimensions * rows.comparisons : 0
    return (
      each * (form.trained * rows.trained + form.given * given),
      each * form.served * rows.served + lookUp
    )
  }

  private func price(_ flops: Double, updates: Double) -> Cost {
    let point = LedgerPoint(step: 0, version: 0)
    let entries = [
      point.entry(.training, .forward, flops, basis: .modelled),
      point.entry(.training, .updates, updates, basis: .modelled),
    ]
    return scenario.pricing?.cost(of: entries.compactMap(\.self)) ?? Cost()
  }
}

/// The rows that a run trained on and served, which do not depend on the size of its model.
private struct Rows {
  /// Through training steps, replayed ones each time.
  private(set) var trained = 0.0
  /// Given to updates, each once.
  private(set) var given = 0.0
  /// Of the warm-up.
  let warmUp: Double
  /// Served.
  private(set) var served = 0.0
  /// Updates begun.
  private(set) var updates = 0.0
  /// Rows served times rows kept meanwhile, m.
  private(set) var comparisons = 0.0

  init(_ log: RunLog, entryBytes: Double, warmUp: Int) {
    self.warmUp = Double(warmUp)
    var queries: [Int: Double] = [:]
    for entry in log.ledger where entry.component == .serving && entry.unit == .queries {
      queries[entry.version] = entry.amount
    }
    for entry in log.ledger {
      switch (entry.component, entry.unit) {
      case (.training, .rows): trained += entry.amount
      case (.training, .updates): updates += entry.amount
      case (.dataPreparation, .rows): given += entry.amount
      case (.serving, .queries): served += entry.amount
      case (.storage, .byteSteps) where entry.quantity == LedgerQuantity.stateHeld.rawValue:
        let kept = entry.amount / Double(entry.steps) / entryBytes
        comparisons += kept * (queries[entry.version] ?? 0)
      default: break
      }
    }
    // What was prepared after the last update was given to none.
    let made = log.registry.versions.dropFirst()
    if !log.decisions.isEmpty { given = Double(made.reduce(0) { $0 + $1.rows }) }
  }
}
