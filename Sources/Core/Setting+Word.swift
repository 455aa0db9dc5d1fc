extension Setting where Value == [Int]? {
  /// A word, which is the default and reads as `nil`, or a list of whole numbers.
  public static func integers(
    _ name: String, or word: String, in interval: Interval = .any, count: ClosedRange<Int>,
    _ help: String
  ) -> Setting {
    let kind = SettingKind.either([.choice([word]), .list(.integer(interval), count: count)])
    return Setting(name, kind, .text(word), help) { .some($0?.list?.compactMap(\.integer)) }
  }
}
