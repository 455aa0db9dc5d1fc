public import Core
public import Numerics

/// Another stream, some stretches of which a broken job upstream has spoiled.
///
/// An incident takes `rows` rows from row `at` on, and again every `period` rows if given:
/// * `shuffled-columns`: the features stand in a wrong order, the same for all rows of all incidents of one
///   entry, drawn from `random.child("columns", entry)`;
/// * `wrong-unit`: every feature is multiplied by `factor`;
/// * `missing-columns`: every feature reads 0;
/// * `duplicated-rows`: each row stands `copies` times; the rows it displaces are lost;
/// * `constant-label`: every label reads the first class, or 0 in regression; the clean label stays.
///
/// `columns` narrows the first three to some features, by name. `isCorrupted` is the truth; a
/// spoiled row's `bayes` is unknown but for duplicates, which are whole copies, concept, truth and all, and
/// held out where the original is. Warm-up and held-out sets are not spoiled. Incidents of several entries
/// that meet are applied in their order.
///
/// Source: own definition, after the data errors of Breck et al., *Data validation for machine learning*,
/// SysML 2019.
public struct CorruptedRows: WrappedStream {
  /// The stream whose rows these are.
  public var inner: any DataStream
  private var incidents: [Incident]
  private var position = 0
  /// The inner stream's; levels of nominal columns are numbers where they can be torn apart.
  public let schema: Schema

  /// A stream with incidents, from the elements of ``setting``; throws ``SettingError`` at `corruption`.
  public init(_ inner: any DataStream, _ entries: [SettingValues], random: RandomStream) throws {
    self.inner = inner
    let incidents = try entries.enumerated().map { i, values in
      var draws = random.child("columns", i)
      return try Incident(values, of: inner, using: &draws)
    }
    let own = inner.schema
    self.incidents = incidents
    schema =
      incidents.allSatisfy(\.keepsLevels)
      ? own : own.with(attributes: own.features.map(Attribute.number))
  }

  /// The next rows, spoiled or not.
  public mutating func next(_ count: Int, into batch: inout Batch) -> Bool {
    guard inner.next(count, into: &batch) else { return false }
    for k in incidents.indices {
      for i in 0..<batch.count { incidents[k].spoil(i, of: &batch, at: position + i) }
    }
    position += batch.count
    return true
  }

  /// The inner stream's law; unknown for rows of an incident.
  public func addJointDensity(
    of features: ArraySlice<Float>, row t: Int, to density: inout [Double]
  ) -> Bool {
    guard !incidents.contains(where: { $0.contains(t) }) else { return false }
    return inner.addJointDensity(of: features, row: t, to: &density)
  }
}
