internal import Core

extension TableDialect {
  static let path = Setting.path("path", "CSV or ARFF file, or IDX file of images; gzip or not")
  static let labelSetting = Setting.optionalText(
    "label", "label column, its name or its number from 1; unset is the last")
  static let labelFileSetting = Setting.optionalPath(
    "label-file", "IDX file of the labels of an IDX file of images")
  static let targetSetting = Setting.choice(
    "target", of: Target.allCases.map(\.rawValue), default: "class",
    "what the label is: a class, or a number to be predicted (regression)")
  static let featuresSetting = Setting.texts(
    "features", "names of the columns that are features; default: all that have no other use")
  static let nominalSetting = Setting.texts(
    "nominal", "names of columns whose numbers are codes: one-hot, in numeric order")
  static let ignoreSetting = Setting.texts(
    "ignore",
    "names of columns that are neither features nor label, such as dates and numbers of rows")
  static let missingSetting = Setting.choice(
    "missing", of: Missing.allCases.map(\.rawValue), default: "error",
    "what a missing field (empty, ? or NA) does: an error, a zero, the row is dropped, or it is the "
      + "mean of the column's rows before (of words: a level ?)")
  static let headerSetting = Setting.choice(
    "header", of: Header.allCases.map(\.rawValue), default: "auto",
    "whether the first line names the columns; auto: if none of its fields is a number")
  static let delimiterSetting = Setting.choice(
    "delimiter", of: Delimiter.allCases.map(\.rawValue), default: "auto",
    "what stands between fields; auto: what the first line has most of, space excepted")
  static let limitSetting = Setting.optionalInteger(
    "limit", in: .atLeast(1), "rows read at most")
  static let groupSetting = Setting.optionalText(
    "group", "column of the groups that rows belong to, its name or its number from 1")
  static let groupIsFeatureSetting = Setting.flag(
    "group-is-feature", default: false, "whether the model sees the group")
  static let timeSetting = Setting.optionalText(
    "time",
    "column of numbers, or of dates such as 2024-02-01, that rows are in the order of; no feature")
  static let sortSetting = Setting.flag(
    "sort", default: false,
    "whether rows are put in the order of time; else a row out of order is an error")

  /// What is read, for descriptions.
  static let source =
    "CSV (RFC 4180), ARFF (WEKA, MOA) or IDX (MNIST), plain or compressed by gzip"

  /// The settings of a table, in the order people should read them.
  static let settings = [
    path.declaration, labelSetting.declaration, labelFileSetting.declaration,
    targetSetting.declaration, featuresSetting.declaration, nominalSetting.declaration,
    ignoreSetting.declaration, missingSetting.declaration, headerSetting.declaration,
    delimiterSetting.declaration, limitSetting.declaration,
  ]

  /// The settings that only a recording has beside them.
  static let recordedSettings = [
    timeSetting.declaration, sortSetting.declaration, groupSetting.declaration,
    groupIsFeatureSetting.declaration,
  ]

  /// What settings say; throws ``SettingError`` where they contradict each other.
  init(_ values: SettingValues) throws(SettingError) {
    header = Header(rawValue: values[Self.headerSetting]) ?? .auto
    delimiter = Delimiter(rawValue: values[Self.delimiterSetting]) ?? .auto
    missing = Missing(rawValue: values[Self.missingSetting]) ?? .error
    target = Target(rawValue: values[Self.targetSetting]) ?? .class
    (label, labelFile) = (values[Self.labelSetting], values[Self.labelFileSetting])
    (group, groupIsFeature) = (values[Self.groupSetting], values[Self.groupIsFeatureSetting])
    (time, isSorted) = (values[Self.timeSetting], values[Self.sortSetting])
    features = values[Self.featuresSetting]
    nominal = values[Self.nominalSetting]
    ignore = values[Self.ignoreSetting]
    limit = values[Self.limitSetting] ?? Int.max
    if isSorted && time == nil {
      throw SettingError("sort", "true, but no column is the time; allowed: with `time`")
    }
  }
}
