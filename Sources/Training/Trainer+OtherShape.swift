extension Trainer {
  /// Lends a trainer for networks of another shape, on the same meter, allowance, adversary and
  /// randomness; its optimizer starts afresh.
  public mutating func lend<Result>(
    _ architecture: Architecture,
    to body: (inout Trainer) throws(TrainingError) -> Result
  ) throws(TrainingError) -> Result {
    var other = Trainer(architecture, random: random)
    (other.usage, other.allowance, other.adversary) = (usage, allowance, adversary)
    defer { (usage, random) = (other.usage, other.random) }
    return try body(&other)
  }
}
