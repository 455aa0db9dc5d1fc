/// How much of a trigger a search varies.
public enum SearchBreadth: Sendable {
  /// The settings that matter most: what `relearn tune` does.
  case usual
  /// Everything that a scale is known for: also what is seldom set, words, flags, and any registered part.
  case everything
}
