/// A physical quantity that was spent.
public struct LedgerEntry: Hashable, Sendable {
  /// Whether the amount was measured, follows from a model, or is assumed.
  public enum Basis: String, Hashable, Sendable {
    /// Counted where it happened.
    case measured
    /// Computed by a formula.
    case modelled
    /// Taken on trust.
    case assumed
  }

  /// At the end of this step; −1 is the warm-up.
  public let step: Int
  /// The version of the model it was spent on.
  public let version: Int
  /// What it was spent for: `warm-up`, `training`, `serving`, `evaluation`.
  public let component: String
  /// What was spent: `forward`, `backward`, `rows`, …
  public let quantity: String
  /// Its unit: `flop`, `rows`, `bytes`.
  public let unit: String
  /// How much.
  public let amount: Int
  /// How the amount is known.
  public let basis: Basis

  /// An entry of the ledger.
  public init(
    step: Int, version: Int, component: String, quantity: String, unit: String, amount: Int,
    basis: Basis = .measured
  ) {
    self.step = step
    self.version = version
    self.component = component
    self.quantity = quantity
    self.unit = unit
    self.amount = amount
    self.basis = basis
  }
}
