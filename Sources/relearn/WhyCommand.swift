import ArgumentParser
import Core
import Store
import System

/// `relearn why RUN STEP`
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Explain a decision of a finished run.",
    discussion: """
      Of several strategies or triggers each is told in a line; --strategy and --trigger choose one, by the \
      names of the tables. Without --seed it is the first. With decisions: all in the scenario every step has \
      a decision, else only those of updates, made or prevented, are kept.
      """)

  /// How a decision is told.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    /// Sentences.
    case text
    /// The record, a line each.
    case json
  }

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"), completion: .directory)
  var path: String

  @Argument(help: "The step, or first or last for the first or last update.")
  var step: String

  @Option(help: "The strategy's label.")
  var strategy: String?

  @Option(help: "The trigger's label.")
  var trigger: String?

  @Option(help: "The seed.")
  var seed: Int?

  @Option(help: "How it is told.")
  var format = Format.text

  func validate() throws {
    guard DecisionSearch.Step(step) == nil else { return }
    throw ValidationError("\(step) is no step; allowed: a whole number from 0, first, last")
  }

  func run() throws {
    guard let step = DecisionSearch.Step(step) else { return }
    let folder = ResultFolder(path)
    try folder.requireResults()
    let search = DecisionSearch(step: step, strategy: strategy, trigger: trigger, seed: seed)
    let found = try search.find(
      in: try folder.decisions(), file: folder.path(of: .decisions))
    if format == .json {
      print(found.map(\.text).joined(separator: "\n"))
    } else if found.count == 1 {
      let outcomes = try folder.outcomes()
      print(Self.text(try found[0].record(), outcomes))
    } else {
      print(Self.overview(try found.map { try $0.record() }))
    }
  }

  private static var width: Int { min(80, Terminal.output.width) }

  private static func text(_ record: StoredDecision, _ outcomes: [RealizedOutcome]) -> String {
    let outcome = outcomes.first {
      ($0.strategy, $0.trigger, $0.seed, $0.step)
        == (record.strategy, record.trigger, record.seed, record.step)
    }
    return TextLayout.wrap(
      DecisionSentences(record: record, outcome: outcome).text, width: width)
  }

  /// A line of each, and how to see one.
  private static func overview(_ records: [StoredDecision]) -> String {
    let first = records[0]
    let isOneStep = records.allSatisfy { $0.step == first.step }
    let place = isOneStep ? ", step \(first.step)" : ""
    let items = records.map { record in
      let step = isOneStep ? "" : "step \(record.step): "
      return wrap(
        "\(record.strategy) under \(record.trigger): \(step)"
          + DecisionSentences(record: record).brief)
    }
    let hint =
      "One in full: --strategy \(quoted(first.strategy)) --trigger \(quoted(first.trigger))"
    return (["\(first.run)\(place), seed \(first.seed)", ""] + items + ["", hint])
      .joined(separator: "\n")
  }

  /// Further lines indented.
  private static func wrap(_ text: String) -> String {
    let lines = TextLayout.wrap(text, width: width - 2).split(separator: "\n")
    return lines.joined(separator: "\n  ")
  }

  private static func quoted(_ name: String) -> String {
    name.contains(" ") ? "\"\(name)\"" : name
  }
}
