public import Core
internal import Foundation
internal import System

/// The folder that holds the results of a run.
public struct ResultFolder: Sendable {
  /// The files of a run.
  public enum File: String, Sendable, CaseIterable {
    /// A row per strategy × trigger: mean, sd and interval of every metric over seeds.
    case summary = "summary.csv"
    /// Paired differences to the baseline.
    case differences = "differences.csv"
    /// A row per job.
    case runs = "runs.csv"
    /// A row per alarm of a detector.
    case alarms = "alarms.csv"
    /// Performance over time.
    case timeline = "timeline.csv"
    /// The accuracy matrix R of every run.
    case accuracyMatrix = "accuracy_matrix.csv"
    /// What was spent.
    case ledger = "ledger.csv"
    /// The price book that `relearn report` priced the run with.
    case prices = "prices.yaml"
    /// The cheapest policy at pairs of two prices.
    case winners = "winners.csv"
    /// Where in these two prices the cheapest policy flips.
    case flips = "flips.csv"
    /// What a large model would have cost.
    case extrapolation = "extrapolation.csv"
    /// Rows that were broken, quarantined or released.
    case quarantine = "quarantine.csv"
    /// The decisions that were recorded.
    case decisions = "decisions.jsonl"
    /// What they turned out to be worth, added after the run.
    case outcomes = "outcomes.jsonl"
    /// What the updates of every run came to, beside the best schedule, added after the run.
    case hindsight = "hindsight.csv"
    /// Drifts as they were described, beside what they are.
    case diagnosis = "diagnosis.csv"
    /// The models that were deployed.
    case versions = "versions.csv"
    /// Measured seconds; not reproducible.
    case timings = "timings.csv"
    /// The policies of a search for triggers.
    case tuning = "tuning.csv"
    /// Every trigger that was tried.
    case trials = "trials.csv"
    /// The updates of a tuned trigger and of the optimum.
    case schedule = "schedule.csv"
    /// The regret of a tuned trigger and its gaps.
    case regret = "regret.csv"
    /// A tuned trigger, to paste into a scenario.
    case trigger = "trigger.yaml"
    /// The same tables for SQL.
    case database = "results.sqlite"
    /// The report, for a browser.
    case report = "report.html"
    /// What the results came from.
    case manifest = "manifest.json"
  }

  /// The folder, as the person named it.
  public let path: String

  /// A folder; nothing is touched yet.
  public init(_ path: String) { self.path = path }

  /// Where one of the files is.
  public func path(of file: File) -> String { "\(path)/\(file.rawValue)" }

  /// Reads a table. Throws ``InputError`` for one that is missing or damaged.
  public func table(_ file: File) throws(InputError) -> StoredTable {
    let path = path(of: file)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError(file: path, "no such file; allowed: the results of relearn run")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw InputError(file: path, "not UTF-8 text; allowed: a table of relearn")
    }
    return try StoredTable(text, file: path)
  }

  /// Makes the folder and tries to write in it, so that a run does not find out at its end.
  ///
  /// A folder with anything in it (hidden files aside) must hold the results of a scenario of this name (an
  /// edited scenario replaces its own earlier results), unless `overwrite`: then the files of a run are
  /// replaced as they are written and others stay.
  public func prepare(scenario: String, overwrite: Bool) throws(OutputError) {
    if !overwrite { try refuseForeignContent(scenario) }
    do throws(FileError) {
      try Folder.create(path)
      let probe = "\(path)/.relearn-probe"
      try AtomicFile.write("", to: probe)
      try? FileManager.default.removeItem(atPath: probe)
    } catch {
      throw OutputError(path, "cannot be written: \(error.problem)")
    }
  }

  private func refuseForeignContent(_ scenario: String) throws(OutputError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard names.contains(where: { !$0.hasPrefix(".") }) else { return }
    let remedy = "choose another folder with --out, or replace it with --overwrite"
    guard let theirs = Manifest.name(inFile: path(of: .manifest)) else {
      throw OutputError(path, "is not empty and holds no results of relearn; \(remedy)")
    }
    if theirs != scenario {
      throw OutputError(path, "holds the results of another scenario, \(theirs); \(remedy)")
    }
  }

  /// Writes files, each whole or not at all. A failure does not stop the others: what could not be
  /// written goes to a new folder under the temporary directory, so that nothing computed is lost, and
  /// the error names all failures and that folder.
  public func write(_ files: [(file: File, text: String)]) throws(OutputError) {
    try? Folder.create(path)
    var failures: [(file: File, text: String, problem: String)] = []
    for (file, text) in files {
      do throws(FileError) {
        try AtomicFile.write(text, to: path(of: file))
      } catch {
        failures.append((file, text, error.problem))
      }
    }
    guard !failures.isEmpty else { return }
    let list = failures.map { "\($0.file.rawValue) (\($0.problem))" }.joined(separator: ", ")
    throw OutputError(
      path, "could not write \(list); \(rescue(failures.map { ($0.file, $0.text) }))")
  }

  /// Takes a file of an earlier run away, if there is one.
  public func remove(_ file: File) { try? FileManager.default.removeItem(atPath: path(of: file)) }

  /// Saves files elsewhere and says where.
  private func rescue(_ files: [(file: File, text: String)]) -> String {
    do throws(FileError) {
      let folder = try Folder.createTemporary("relearn-results")
      for (file, text) in files { try AtomicFile.write(text, to: "\(folder)/\(file.rawValue)") }
      return "saved in \(folder) instead"
    } catch {
      return "nor could they be saved in \(error)"
    }
  }
}
