internal import Numerics

extension Observation {
  /// The 64-bit fingerprint of everything a trigger can look at, except for what stays the same through a run: equal
  /// for equal observations, and in all likelihood another one for any other.
  public var fingerprint: UInt64 {
    var print = Fingerprint()
    for number in [step, newRows, historyRows, updates, modelAge, complaints, outcomes.count] {
      print.combine(number)
    }
    for outcome in outcomes {
      print.combine(
        UInt64(outcome.label.bitPattern) << 32 | UInt64(outcome.prediction.bitPattern))
      print.combine(UInt64(outcome.loss.bitPattern))
    }
    for spent in [spending, lastUpdate] {
      print.combine(spent.flops)
      print.combine(spent.seconds ?? .nan)
      print.combine(spent.money ?? .nan)
    }
    print.combine(inputs)
    print.combine(outputs)
    print.combine(embeddings)
    return print.value
  }
}

extension RunResult {
  /// The 64-bit fingerprint of what the run was set to do: the scenario's text, the strategy's and the trigger's
  /// labels, and the seed.
  public func settingsFingerprint(scenario text: String) -> UInt64 {
    var print = Fingerprint()
    for part in [text, strategy, trigger] { print.combine(part) }
    print.combine(seed)
    return print.value
  }
}
