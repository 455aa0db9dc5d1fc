import Core
import Evaluation
import Store

/// A search from its streams to its table and files: the walk, in order.
struct TuningSession {
  let plan: TuningPlan
  let folder: String
  let workers: Int
  let overwrite: Bool
  /// Where staleness matrices are kept for the next search; `nil` for nowhere.
  let storage: MatrixFolder?
  let showsProgress: Bool
  let format: SummaryFormat

  func run() async throws {
    let results = ResultFolder(folder)
    try results.prepare(scenario: plan.scenario.name, overwrite: overwrite)
    let start = ContinuousClock.now
    // The manifest first: a folder with one can be taken again if the program is stopped meanwhile.
    try results.write([(.manifest, manifest(seconds: 0).text)])

    let progress = TuningProgress(
      plan.scenario.name, total: plan.trainings, isShown: showsProgress)
    var tuner = Tuner(plan, workers: workers, storage: storage, progress: progress)
    try await tuner.tune()
    var tuned = try TunedTriggers(tuner)
    try await tuned.test()
    progress.finish()
    let seconds = (ContinuousClock.now - start) / .seconds(1)

    let policies = tuned.policies
    let table = TuningTable.table(of: policies)
    try results.write([
      (.manifest, manifest(seconds: seconds).text), (.tuning, CSV.text(of: table)),
      (.trials, CSV.text(of: tuned.trialsTable)), (.schedule, CSV.text(of: tuned.scheduleTable)),
      (.regret, CSV.text(of: tuned.regretTable)), (.trigger, tuned.triggerYAML),
    ])
    guard format == .table else { return print(format.text(of: table), terminator: "") }
    let count = tuner.trials.count { !$0.isReference }
    let kept = plan.trainings - progress.done
    print(
      "\(plan.scenario.name): \(count) triggers, \(plan.trainings) trainings"
        + (kept > 0 ? " (\(kept) from before)" : "") + " in \(Progress.clock(seconds))\n")
    print(format.text(of: tuned.printedTable(policies)))
    print(TextLayout.notes(tuned.legend) + "\n")
    print(TextLayout.notes(tuned.findings(policies)))
    print("\n\(tuned.strategyLine)\(tuned.triggerYAML)\nresults: \(folder)\(keptNote)")
  }

  /// How much the kept matrices take, if they take much.
  private var keptNote: String {
    let megabytes = (storage?.byteCount ?? 0) >> 20
    return megabytes < 10
      ? "" : "\nkept for the next search: \(megabytes) MB of matrices (--discard keeps none)"
  }

  private func manifest(seconds: Double) -> Manifest {
    let run = Provenance(.strategies(plan.scenario), workers: workers, seconds: seconds).manifest
    let options = plan.options
    return Manifest(
      name: run.name, scenario: run.scenario,
      fields: [
        ("command", .text("tune")), ("search", .text(options.search.rawValue)),
        ("trials", .integer(options.trials)), ("search_seed", .integer(options.seed)),
        ("split", .text(plan.split.rawValue)), ("unit", .text(plan.unit)),
        ("strategies", .array(plan.strategies.map { .text($0.label) })),
        ("tuned_on", .array(plan.tuning.map { .integer($0.seed) })),
        ("tested_on", .array(plan.test.map { .integer($0.seed) })),
      ] + run.fields.filter { !["runs", "seeds"].contains($0.name) })
  }
}

extension TunedTriggers {
  /// Which strategy the trigger was tuned with, where there are several.
  var strategyLine: String {
    let strategies = tuner.plan.strategies
    return strategies.count > 1 ? "with \(strategies[tuned.layer].label):\n" : ""
  }
}
