import Core
import Numerics
import Testing

@testable import Streams

/// Rows of several generators, a group each.
@Suite struct GroupsTests {
  static func make(_ values: SettingValues) throws -> any Generator {
    let two: SettingValues = [
      "of": .list([
        .generator("sea"), .generator("sea", ["function": .integer(4), "noise": .number(0.2)]),
      ]), "shares": .list([.integer(3), .integer(1)]), "names": .list([.text("a"), .text("b")]),
    ]
    return try Groups.entry(two.overridden(by: values))(RandomStream(seed: 1))
  }

  @Test func everyGroupHasItsOwnRule() throws {
    var (groups, random) = (try Self.make([:]), RandomStream(seed: 2))
    let rows = groups.batch(8000, using: &random)
    #expect(groups.schema.groups == ["a", "b"] && groups.schema.features.count == 3)
    #expect(isClose(rows.groups.count { $0 == 1 }, of: 8000, to: 0.25))
    for (group, rule) in [(0, (theta: 8.0, noise: 0.1)), (1, (theta: 9.5, noise: 0.2))] {
      let own = (0..<8000).filter { rows.groups[$0] == group }
      let wrong = own.count { i in
        let sum = Double(rows.features[i, 0]) + Double(rows.features[i, 1])
        return (sum > rule.theta) != (rows.labels[i] == 1)
      }
      #expect(isClose(wrong, of: own.count, to: rule.noise))
    }
    // Between the thresholds: P(1) = .75 · .9 + .25 · .2 = .725; elsewhere the noise decides.
    for i in 0..<8000 {
      let sum = Double(rows.features[i, 0]) + Double(rows.features[i, 1])
      let expected = sum > 8 && sum <= 9.5 ? 0.725 : 0.75 * 0.9 + 0.25 * 0.8
      #expect(abs(rows.bayes[i] - expected) < 1e-12)
    }
    // (9.5² − 8²) / 200 of the rows lie between; P(1) of both groups by the closed form.
    let between = (9.5 * 9.5 - 64) / 200
    #expect(
      abs((groups.bayesAccuracy ?? 0) - (between * 0.725 + (1 - between) * 0.875)) < 4 * 0.15 / 128)
    let clean = (1 - 64.0 / 200, 1 - 9.5 * 9.5 / 200)
    let positive =
      0.75 * (clean.0 * 0.9 + (1 - clean.0) * 0.1) + 0.25 * (clean.1 * 0.8 + (1 - clean.1) * 0.2)
    #expect(abs((groups.classShares?[1] ?? 0) - positive) < 1e-12)
  }

  @Test func theModelMaySeeTheGroup() throws {
    var (groups, random) = (try Self.make(["group-is-feature": .flag(true)]), RandomStream(seed: 2))
    #expect(groups.schema.features == ["group=a", "group=b", "x1", "x2", "x3"])
    let rows = groups.batch(500, using: &random)
    for i in 0..<500 {
      #expect(rows.features[i, rows.groups[i]] == 1 && rows.features[i, 1 - rows.groups[i]] == 0)
      #expect(abs(rows.bayes[i] - (rows.groups[i] == 0 ? 0.9 : 0.8)) < 1e-12)
    }
    let held = groups.holdout(40, using: &random)
    #expect(held.count == 40 && (0..<40).count { held.features[$0, 1] == 1 } == 10)
  }

  /// Rows drawn for a warm-up and held-out ones say whose they are too.
  @Test func examplesCarryTheirGroups() throws {
    var (groups, random) = (try Self.make(["group-is-feature": .flag(true)]), RandomStream(seed: 2))
    for rows in [groups.draw(60, using: &random), groups.holdout(60, using: &random)] {
      #expect(rows.groups.count == 60 && Set(rows.groups) == [0, 1])
      for i in 0..<60 { #expect(rows.features[i, rows.groups[i]] == 1) }
    }
  }

  @Test func mistakes() {
    #expect(throws: SettingError.self) { try Self.make(["shares": .list([.integer(1)])]) }
    #expect(throws: SettingError.self) {
      try Self.make(["names": .list([.text("a"), .text("a")])])
    }
    #expect(throws: SettingError.self) {
      try Self.make(["of": .list([.generator("sea"), .generator("stagger")])])
    }
  }
}
