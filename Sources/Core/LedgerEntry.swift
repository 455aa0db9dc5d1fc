/// A physical quantity that was spent: a raw fact, without a price.
public struct LedgerEntry: Hashable, Sendable {
  /// Whether the amount was measured, follows from a model, or is assumed.
  public enum Basis: String, Hashable, Sendable, CaseIterable {
    /// Counted where it happened.
    case measured
    /// Computed by a formula.
    case modelled
    /// Taken on trust.
    case assumed
  }

  /// At the end of this step; −1 is the warm-up.
  public let step: Int
  /// How many steps it was spent in, `step` the last of them: what is spent all the time has one entry a
  /// version of the model.
  public let steps: Int
  /// The version of the model it was spent on.
  public let version: Int
  /// What it was spent for.
  public let component: LedgerComponent
  /// What was spent: a ``LedgerQuantity``, or a cell of the confusion matrix.
  public let quantity: String
  /// Its unit.
  public let unit: LedgerUnit
  /// How much, ≥ 0.
  public let amount: Double
  /// How the amount is known.
  public let basis: Basis

  /// An entry of the ledger.
  public init(
    step: Int, steps: Int = 1, version: Int, component: LedgerComponent, quantity: String,
    unit: LedgerUnit, amount: Double, basis: Basis = .measured
  ) {
    precondition(amount.isFinite && amount >= 0 && steps > 0, "\(amount) in \(steps) steps")
    (self.step, self.steps, self.version) = (step, steps, version)
    (self.component, self.quantity, self.unit) = (component, quantity, unit)
    (self.amount, self.basis) = (amount, basis)
  }

  /// The amount, if the entry is in this unit.
  public func amount<Unit: CountedUnit>(in unit: Unit.Type) -> Amount<Unit>? {
    self.unit == Unit.ledgerUnit ? Amount(amount) : nil
  }

  /// What the ledger calls the rows of one class for which another one was answered.
  public static func confusion(label: String, prediction: String) -> String {
    "\(label)→\(prediction)"
  }
}
