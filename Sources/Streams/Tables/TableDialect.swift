internal import Core

/// How a table is to be read, and the settings that say so.
struct TableDialect: Hashable, Sendable {
  /// Whether the first line names the columns.
  enum Header: String, Hashable, Sendable, CaseIterable {
    /// It does if none of its fields is a number or `?`.
    case auto
    /// It does.
    case yes
    /// It does not; columns are named x1, x2, ….
    case no
  }

  /// What stands between fields.
  enum Delimiter: String, Hashable, Sendable, CaseIterable {
    /// Whichever of the others but space the first line has most of.
    case auto
    /// `,`
    case comma
    /// `;`
    case semicolon
    /// A tab.
    case tab
    /// `|`
    case pipe
    /// One or more spaces or tabs.
    case space

    /// The byte; `nil` for `auto`.
    var byte: UInt8? {
      switch self {
      case .auto: nil
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .pipe: UInt8(ascii: "|")
      case .space: UInt8(ascii: " ")
      }
    }

    /// What `auto` looks for; the first wins a draw.
    static let sniffed = [comma, semicolon, tab, pipe].compactMap(\.byte)
  }

  /// What happens to a row with a missing field: empty, `?` or `NA` (ARFF: `?` only). A missing label or
  /// group is an error but under `drop`.
  enum Missing: String, Hashable, Sendable, CaseIterable {
    /// It is an error.
    case error
    /// A number is 0; a nominal column has no level.
    case zero
    /// The row is left out.
    case drop
    /// A number is the mean of the column in the rows before, 0 in the first; a nominal column has the
    /// level `?`, the last. Nothing is known from later rows.
    case mean
  }

  /// What the label is.
  enum Target: String, Hashable, Sendable, CaseIterable {
    /// One of several classes.
    case `class`
    /// A number: regression.
    case number
  }

  var header = Header.auto
  var delimiter = Delimiter.auto
  var missing = Missing.error
  var target = Target.class
  /// The label column's name or number from 1 among those that are not ignored; `nil` for the last.
  var label: String?
  /// The group column's name or number.
  var group: String?
  /// Whether the group is a feature too.
  var groupIsFeature = false
  /// The time column's name or number.
  var time: String?
  /// Whether rows are put in the order of time; else they must be in it.
  var isSorted = false
  /// Names of the feature columns; empty for all that are left.
  var features: [String] = []
  /// Names of columns of numbers that are codes.
  var nominal: [String] = []
  /// Names of columns that are left out.
  var ignore: [String] = []
  /// The labels of an IDX file.
  var labelFile: String?
  var limit = Int.max
}
