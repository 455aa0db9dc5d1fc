/// What about the rows has changed (Moreno-Torres et al., *A unifying view on dataset shift in
/// classification*, 2012; data quality added).
public enum DriftKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// Nothing that can be told from chance.
  case none
  /// The inputs, p(x); p(y | x) stays.
  case covariate
  /// How often each label occurs, p(y); p(x | y) stays.
  case prior
  /// What the inputs mean, p(y | x), and not by p(y) alone.
  case concept
  /// How the rows reach the system: columns missing, constant, in another unit or order, rows repeated.
  case dataQuality = "data-quality"
}
