/// Something other than itself that a registered thing was checked against, by a test or a committed table.
public struct Verification: Hashable, Sendable {
  /// Kinds of independent answers.
  public enum Oracle: String, Hashable, Sendable, CaseIterable {
    /// Numbers that another program computed on the same inputs.
    case golden = "program"
    /// An answer known by algebra, or by brute force on small cases.
    case closedForm = "closed form"
    /// The definition written out plainly in a test, in double precision where it matters.
    case definition
    /// A setting at which it must equal something simpler.
    case limit
    /// Figures of the literature.
    case published
  }

  /// The kind of answer.
  public let oracle: Oracle
  /// What agrees, and how closely.
  public let what: String

  private init(_ oracle: Oracle, _ what: String) { (self.oracle, self.what) = (oracle, what) }

  /// Numbers that another program computed on the same inputs.
  public static func golden(_ what: String) -> Verification { Verification(.golden, what) }
  /// An answer known by algebra, or by brute force on small cases.
  public static func closedForm(_ what: String) -> Verification { Verification(.closedForm, what) }
  /// The definition written out plainly in a test.
  public static func definition(_ what: String) -> Verification { Verification(.definition, what) }
  /// A setting at which it must equal something simpler.
  public static func limit(_ what: String) -> Verification { Verification(.limit, what) }
  /// Figures of the literature.
  public static func published(_ what: String) -> Verification { Verification(.published, what) }
}
