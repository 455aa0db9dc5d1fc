import Core
import Store

/// Which of a run's decisions a person asks about.
struct DecisionSearch {
  /// A step, or the first or last update.
  enum Step: Equatable {
    case at(Int)
    case first, last

    init?(_ word: String) {
      switch word {
      case "first": self = .first
      case "last": self = .last
      default:
        guard let step = Int(word), step >= 0 else { return nil }
        self = .at(step)
      }
    }
  }

  let step: Step
  var strategy: String?
  var trigger: String?
  var seed: Int?

  /// The decisions asked about, one of each strategy and trigger that has one, all of one seed. Throws
  /// ``InputError`` where there are none, with what there is.
  func find(in all: [DecisionLine], file: String) throws(InputError) -> [DecisionLine] {
    guard !all.isEmpty else {
      throw InputError(file: file, "no decision was recorded: no update was made or prevented")
    }
    var left = all
    if let strategy {
      left = try Self.named(strategy, "strategy", in: left, \.strategy, file)
    }
    if let trigger { left = try Self.named(trigger, "trigger", in: left, \.trigger, file) }
    let seeds = Self.distinct(left.map { $0.seed.description })
    let chosen = seed.map(\.description) ?? seeds[0]
    left = left.filter { $0.seed.description == chosen }
    guard !left.isEmpty else {
      throw InputError(
        file: file, key: "seed", "\(chosen) has no decision; allowed: \(NameList.text(seeds))")
    }
    let matches = matches(in: left)
    if matches.isEmpty { throw missing(in: left, file) }
    return matches
  }

  private static func named(
    _ name: String, _ key: String, in all: [DecisionLine],
    _ path: KeyPath<DecisionLine, String>, _ file: String
  ) throws(InputError) -> [DecisionLine] {
    let found = all.filter { $0[keyPath: path] == name }
    if !found.isEmpty { return found }
    let names = distinct(all.map { $0[keyPath: path] })
    let hint = Spelling.nearest(to: name, among: names).map { " did you mean \($0)?" } ?? ""
    throw InputError(
      file: file, key: key, "\(name) has no decision;\(hint) allowed: \(NameList.text(names))")
  }

  private func matches(in left: [DecisionLine]) -> [DecisionLine] {
    if case .at(let step) = step { return left.filter { $0.step == step } }
    let updates = left.filter { [.updated, .diverged].contains($0.result) }
    let ordered = step == .last ? updates.reversed() : updates
    let chosen = Self.distinct(ordered.map(Self.pair)).compactMap { pair in
      ordered.first { Self.pair($0) == pair }
    }
    return step == .last ? chosen.reversed() : chosen
  }

  private static func pair(_ found: DecisionLine) -> String {
    "\(found.strategy)\u{0}\(found.trigger)"
  }

  /// Which steps there are.
  private func missing(in left: [DecisionLine], _ file: String) -> InputError {
    guard case .at(let step) = step else {
      return InputError(file: file, key: "step", "there was no update")
    }
    let steps = left.map(\.step)
    let nearest = [
      steps.filter { $0 < step }.max(), steps.filter { $0 > step }.min(),
    ].compactMap { $0?.description }
    let isAll = left.contains { $0.result == .held }
    let remedy =
      isAll
      ? "" : "; only updates, made or prevented, are recorded; decisions: all records every step"
    return InputError(
      file: file, key: "step",
      "no decision of step \(step); the nearest recorded: \(nearest.joined(separator: " and "))"
        + remedy)
  }

  /// Each once, in order.
  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
