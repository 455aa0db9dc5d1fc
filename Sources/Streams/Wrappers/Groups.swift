public import Core
public import Numerics

/// Rows of several generators, a group each: concepts can change for one group and not for another.
///
/// A row is of group g with probability `shares`_g and is drawn from the g-th generator. The group goes
/// with the row, for fairness metrics and for strategies that adapt by group, which may thus do better than
/// `bayes`; a network sees it only with `group-is-feature`, as a nominal column of its own before the
/// others. Where it does not, the best prediction is that of the mixture, max_y Σ_g s_g p_g(x, y) / Σ (for
/// groups of one kind of generator); the Bayes accuracy is its mean, by Monte Carlo where rows differ.
///
/// Source: own definition; subgroups as in Hashimoto et al., *Fairness without demographics in repeated loss
/// minimization*, ICML 2018.
public struct Groups: Generator {
  static let of = Setting.components(
    "of", .generator, count: 1...100, "a generator for each group; same features and classes")
  static let shares = Setting.numbers(
    "shares", in: .atLeast(0), count: 0...100, default: [],
    "the groups' shares of the rows, scaled to a sum of 1; empty for equal shares")
  static let names = Setting.texts("names", count: 0...100, "the groups' names; empty for numbers")
  static let isFeature = Setting.flag(
    "group-is-feature", default: false, "whether the model sees the group")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "groups", "rows of several generators, a group each, that can drift apart",
    formula: "group g with probability s_g, row from its generator",
    source: "own definition; subgroups as in Hashimoto et al. 2018",
    settings: [of.declaration, shares.declaration, names.declaration, isFeature.declaration]
  ) { values, components in
    let members = try values[of].map { try components.generator($0) }
    let (given, names) = (values[shares], values[names])
    let total = given.reduce(0, +)
    guard given.isEmpty || (given.count == members.count && total > 0 && total.isFinite) else {
      throw SettingError(
        "shares",
        "\(given.count) shares with sum \(total); \(members.count) are needed, sum above 0")
    }
    guard names.isEmpty || (names.count == members.count && Set(names).count == names.count) else {
      throw SettingError(
        "names", "\(names.count) names; \(members.count) different ones are needed")
    }
    return { root in
      try Groups(
        members.map { try $0(root) },
        shares: given.isEmpty
          ? members.map { _ in 1 / Double(members.count) } : given.map { $0 / total },
        names: names.isEmpty ? members.indices.map { "\($0)" } : names,
        isFeature: values[isFeature], root: root)
    }
  }

  /// Its columns.
  public let schema: Schema
  /// The mean of the rows' `bayes`.
  public private(set) var bayesAccuracy: Double?
  private var members: [any Generator]
  private let shares: [Double]
  private let isFeature: Bool
  /// Rows of a member, whose features stand elsewhere.
  private var scratch: Batch
  private var density: [Double]

  init(
    _ members: [any Generator], shares: [Double], names: [String], isFeature: Bool,
    root: RandomStream
  ) throws {
    let own = members[0].schema
    for member in members where member.schema != own || !member.schema.groups.isEmpty {
      throw SettingError("of", "all groups must have the same features and classes, and no groups")
    }
    guard !members.contains(where: \.isDrifting) else {
      throw SettingError("of", "a generator that drifts from row to row cannot be of a group")
    }
    (self.members, self.shares, self.isFeature) = (members, shares, isFeature)
    schema = Schema(
      attributes: (isFeature ? [.nominal("group", names)] : []) + own.attributes,
      classes: own.classes, taskClasses: own.taskClasses, groups: names)
    scratch = Batch(width: own.features.count)
    scratch.reset(count: 1)
    density = own.classes.map { _ in 0 }
    bayesAccuracy = measuredBayesAccuracy(using: root.child("bayes-groups"))
  }

  /// The groups' class shares, weighted.
  public var classShares: [Double]? {
    var result = schema.classes.map { _ in 0.0 }
    for (share, member) in zip(shares, members) {
      guard let own = member.classShares else { return nil }
      for y in result.indices { result[y] += share * own[y] }
    }
    return result
  }

  /// What all groups can give in their shares.
  public var holdoutLimit: Int? {
    zip(shares, members).compactMap { share, member in
      share > 0 ? member.holdoutLimit.map { Int(Double($0) / share) } : nil
    }.min()
  }

  /// Draws a group for each row, and the row from its generator.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      let group = drawGroup(using: &random)
      if isFeature {
        members[group].fill(&scratch, rows: 0..<1, using: &random)
        let features = oneHot(group) + scratch.features.row(0)
        batch.copy(row: 0, of: scratch, features: features, to: i)
      } else {
        members[group].fill(&batch, rows: i..<i + 1, using: &random)
      }
      batch.groups[i] = group
      batch.bayes[i] = bayes(batch.features.row(i))
    }
  }

  private func oneHot(_ group: Int) -> [Float] { shares.indices.map { $0 == group ? 1 : 0 } }

  private func drawGroup(using random: inout RandomStream) -> Int {
    var u = random.uniform()
    for (group, share) in shares.enumerated().dropLast() {
      if u < share { return group }
      u -= share
    }
    return shares.lastIndex { $0 > 0 } ?? 0
  }

  private mutating func bayes(_ row: ArraySlice<Float>) -> Double {
    for y in density.indices { density[y] = 0 }
    guard addJointDensity(of: row, weight: 1, to: &density) else { return .nan }
    return (density.max() ?? .nan) / density.reduce(0, +)
  }

  /// Held-out rows of every group, in their shares, group by group.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    var (result, position) = (Examples(width: schema.features.count), 0.0)
    for (group, share) in shares.enumerated() {
      let first = Int((position * Double(count)).rounded())
      position += share
      let last = group == shares.count - 1 ? count : Int((position * Double(count)).rounded())
      let rows = members[group].holdout(last - first, using: &random)
      for i in 0..<rows.count {
        result.append(
          row: (isFeature ? oneHot(group) : []) + rows.features.row(i), label: rows.labels[i],
          task: rows.tasks.isEmpty ? nil : rows.tasks[i], group: group)
      }
    }
    return result
  }

  /// The groups' densities, weighted; of one group where the row tells it.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    var sum = density
    for (group, member) in members.enumerated() where shares[group] > 0 {
      if isFeature && features[features.startIndex + group] != 1 { continue }
      let own = isFeature ? features.dropFirst(members.count) : features
      guard member.addJointDensity(of: own, weight: weight * shares[group], to: &sum) else {
        return false
      }
    }
    density = sum
    return true
  }
}
