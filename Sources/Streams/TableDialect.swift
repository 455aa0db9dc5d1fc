internal import Core

/// How a table of text is to be read, and the settings that say so.
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
    /// Whichever of the others the first line has most of.
    case auto
    /// `,`
    case comma
    /// `;`
    case semicolon
    /// A tab.
    case tab

    /// The byte; `nil` for `auto`.
    var byte: UInt8? {
      switch self {
      case .auto: nil
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      }
    }
  }

  /// What happens to a row with a missing field: empty, `?` or `NA`.
  enum Missing: String, Hashable, Sendable, CaseIterable {
    /// It is an error.
    case error
    /// A missing feature is 0 (of a nominal column: no level); a missing label is an error.
    case zero
    /// The row is left out.
    case drop
  }

  static let path = Setting.path("path", "CSV file, gzip or not")
  static let label = Setting.optionalText(
    "label", "label column, its name or its number from 1; unset is the last")
  static let headerSetting = Setting.choice(
    "header", of: Header.allCases.map(\.rawValue), default: "auto",
    "whether the first line names the columns; auto: if none of its fields is a number")
  static let delimiterSetting = Setting.choice(
    "delimiter", of: Delimiter.allCases.map(\.rawValue), default: "auto",
    "what stands between fields; auto: what the first line has most of")
  static let missingSetting = Setting.choice(
    "missing", of: Missing.allCases.map(\.rawValue), default: "error",
    "what a missing field (empty, ? or NA) does: an error, a zero, or the row is dropped")
  static let ignoreSetting = Setting.texts(
    "ignore",
    "names of columns that are neither features nor label, such as dates and numbers of rows")
  static let limitSetting = Setting.optionalInteger(
    "limit", in: .atLeast(1), "rows read at most")

  /// The settings of a table, in the order people should read them.
  static let settings = [
    path.declaration, label.declaration, headerSetting.declaration, delimiterSetting.declaration,
    missingSetting.declaration, ignoreSetting.declaration, limitSetting.declaration,
  ]

  var header = Header.auto
  var delimiter = Delimiter.auto
  var missing = Missing.error
  /// Names of columns that are left out.
  var ignore: [String] = []
  var limit = Int.max

  init() {}

  init(_ values: SettingValues) {
    header = Header(rawValue: values[Self.headerSetting]) ?? .auto
    delimiter = Delimiter(rawValue: values[Self.delimiterSetting]) ?? .auto
    missing = Missing(rawValue: values[Self.missingSetting]) ?? .error
    ignore = values[Self.ignoreSetting]
    limit = values[Self.limitSetting] ?? Int.max
  }
}
