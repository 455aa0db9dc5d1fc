public import Core

/// Decision records, one JSON object a line.
public enum JSONLines {
  /// The decisions of every run, holds included, run after run and in order of steps.
  ///
  /// Each line has the keys `strategy`, `trigger`, `seed`, `step`, `action`, `fires`, `signal`,
  /// `value`, `threshold`, `margin`, `guard`, `new_rows`, in this order. `margin` is value − threshold:
  /// how far the signal lay over the threshold. What is undefined is `null`.
  public static func decisions(of runs: [RunResult]) -> String {
    var text = ""
    for run in runs {
      for record in run.log.decisions {
        line(record, of: run).write(to: &text, indent: nil)
        text += "\n"
      }
    }
    return text
  }

  private static func line(_ record: DecisionRecord, of run: RunResult) -> JSON {
    let decision = record.decision
    let described = run.log.diagnoses.last { $0.diagnosis.step == record.step }
    return .object(
      [
        ("strategy", .text(run.strategy)),
        ("trigger", .text(run.trigger)),
        ("seed", .integer(run.seed)),
        ("step", .integer(record.step)),
        ("action", .text(record.action)),
        ("fires", .flag(decision.fires)),
        ("signal", .text(decision.signal)),
        ("value", .number(decision.value)),
        ("threshold", .number(decision.threshold)),
        ("margin", .number(margin(decision))),
        ("guard", decision.heldBy.map(JSON.text) ?? .null),
        ("new_rows", .integer(record.newRows)),
      ] + (described.map { [("diagnosis", JSON($0.diagnosis))] } ?? []))
  }

  private static func margin(_ decision: Decision) -> Double? {
    guard let value = decision.value, let threshold = decision.threshold else { return nil }
    return value - threshold
  }
}
