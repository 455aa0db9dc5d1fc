import Core
import Foundation
import Numerics
import Testing

@testable import Policies

/// Rows that are as they should be, and batches broken in one way each.
@Suite struct BatchValidationTests {
  static let schema = Schema(
    attributes: [.number("age"), .number("pay"), .number("height"), .nominal("sex", ["f", "m"])],
    classes: ["no", "yes"])

  /// Age 20…60, pay 1000…3000, height a normal around 170, one of two levels; yes above age 40, or, after a
  /// drift, above pay 2500, and one label in ten the other way round.
  static func rows(_ count: Int, seed: Int, drifted: Bool = false) -> Examples {
    var random = RandomStream(seed: UInt64(seed))
    var rows = Examples(width: 5)
    for _ in 0..<count {
      let (age, pay) = (20 + 40 * random.uniform(), 1000 + 2000 * random.uniform())
      let height = 170 + 10 * random.normal()
      let female = random.bernoulli(0.5)
      let yes = (drifted ? pay > 2500 : age > 40) != random.bernoulli(0.1)
      rows.append(
        row: [Float(age), Float(pay), Float(height), female ? 1 : 0, female ? 0 : 1],
        label: yes ? 1 : 0)
    }
    return rows
  }

  static func validation(_ settings: SettingValues = [:]) throws -> any RowValidation {
    guard case .checks(let checks) = try BatchValidation.entry.make(settings, OneDetector()) else {
      throw InputError("no checks")
    }
    return checks
  }

  /// One that has seen a warm-up of 1000 rows.
  static func started(_ settings: SettingValues = [:]) throws -> any RowValidation {
    var validation = try validation(settings)
    validation.begin(rows(1000, seed: 1), schema)
    return validation
  }

  static func changed(_ rows: Examples, _ change: (inout [Float]) -> Void) -> Examples {
    var result = Examples(width: rows.features.columns)
    for i in 0..<rows.count {
      var row = Array(rows.features.row(i))
      change(&row)
      result.append(row: row, label: rows.labels[i])
    }
    return result
  }

  static func labelled(_ rows: Examples, _ label: (Int) -> Float) -> Examples {
    Examples(features: rows.features, labels: (0..<rows.count).map(label))
  }

  static func failures(_ verdict: RowVerdict) -> Set<String> {
    Set(verdict.checks.filter(\.fails).map(\.name))
  }

  /// What can break a batch, and the checks that must notice.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let checks: Set<String>
    let spoil: @Sendable (Examples) -> Examples

    init(
      _ name: String, _ checks: Set<String>, _ spoil: @escaping @Sendable (Examples) -> Examples
    ) {
      (testDescription, self.checks, self.spoil) = (name, checks, spoil)
    }
  }

  static let faults = [
    Fault("all units", ["range", "unit"]) {
      changed($0) { row in for j in 0..<3 { row[j] *= 1000 } }
    },
    Fault("smaller unit", ["unit"]) { changed($0) { $0[2] /= 100 } },
    Fault("columns change places", ["distance", "range"]) {
      changed($0) { row in row.swapAt(0, 1) }
    },
    Fault("a column is missing", ["missing", "constant"]) { changed($0) { $0[1] = 0 } },
    Fault("levels are missing", ["missing", "constant"]) {
      changed($0) { row in (row[3], row[4]) = (0, 0) }
    },
    Fault("a column stands still", ["constant"]) { changed($0) { $0[0] = 40 } },
    Fault("every row twice", ["duplicates"]) { rows in
      rows.gather((0..<rows.count).map { $0 / 2 })
    },
    Fault("one label", ["constant"]) { labelled($0) { _ in 1 } },
    Fault("nearly one label", ["label-rate"]) { labelled($0) { $0 % 20 == 0 ? 0 : 1 } },
    Fault("two levels at once", ["schema"]) { changed($0) { row in (row[3], row[4]) = (1, 1) } },
    Fault("not a number", ["schema"]) { rows in
      var rows = rows
      rows.features[3, 1] = .nan
      return rows
    },
    Fault("infinity", ["schema"]) { rows in
      var rows = rows
      rows.features[0, 0] = -.infinity
      return rows
    },
    Fault("no such class", ["schema"]) { rows in labelled(rows) { $0 == 5 ? 2 : rows.labels[$0] } },
    Fault("half a class", ["schema"]) { rows in labelled(rows) { $0 == 5 ? 0.5 : rows.labels[$0] }
    },
    Fault("a label that is no number", ["schema"]) { rows in
      labelled(rows) { $0 == 5 ? .nan : rows.labels[$0] }
    },
  ]

  @Test(arguments: faults) func isQuarantined(_ fault: Fault) throws {
    for seed in 11...15 {
      var validation = try Self.started()
      let verdict = validation.inspect(fault.spoil(Self.rows(100, seed: seed)))
      #expect(verdict.trainable.isEmpty && verdict.released == 0)
      #expect(fault.checks.isSubset(of: Self.failures(verdict)), "\(verdict.checks)")
      // The next batch is fine again, and is all that is let in.
      let good = Self.rows(100, seed: seed + 100)
      let after = validation.inspect(good)
      #expect(after.trainable == good && Self.failures(after).isEmpty)
    }
  }

  /// Columns that look alike but for what they say of the label.
  @Test func alikeColumnsThatChangePlaces() throws {
    func rows(_ count: Int, seed: Int) -> Examples {
      var random = RandomStream(seed: UInt64(seed))
      var rows = Examples(width: 3)
      for _ in 0..<count {
        let row = (0..<3).map { _ in Float(random.uniform()) }
        rows.append(row: row, label: row[0] > 0.5 ? 1 : 0)
      }
      return rows
    }
    var validation = try Self.validation()
    validation.begin(
      rows(1000, seed: 1), Schema(features: ["a", "b", "c"], classes: ["no", "yes"]))
    let verdict = validation.inspect(
      Self.changed(rows(100, seed: 2)) { row in row = [row[2], row[0], row[1]] })
    #expect(Self.failures(verdict) == ["order"] && verdict.trainable.isEmpty)
    #expect(!validation.inspect(rows(100, seed: 3)).trainable.isEmpty)
  }

  /// 100 clean batches of 100 rows, seeds 1000 … 1099.
  @Test func cleanBatchesPass() throws {
    var validation = try Self.started()
    let held = (1000..<1100).count {
      validation.inspect(Self.rows(100, seed: $0)).trainable.isEmpty
    }
    #expect(held == 0)
  }

  /// A concept drift that moves nothing but the label's law is either let in or, after `release` batches,
  /// released with all that was held back; then it is what is usual.
  @Test func driftIsNotHeldForEver() throws {
    var validation = try Self.started()
    let trained = (0..<10).reduce(0) { sum, step in
      sum + validation.inspect(Self.rows(100, seed: 50 + step, drifted: true)).trainable.count
    }
    #expect(trained == 1000)
  }

  /// Another population: two batches wait for the third, then all three are in, in their order.
  @Test func aNewPopulationIsReleased() throws {
    func shifted(_ seed: Int) -> Examples {
      Self.changed(Self.rows(100, seed: seed)) { $0[2] += 35 }
    }
    var validation = try Self.started()
    let batches = (1...5).map(shifted)
    #expect(validation.inspect(batches[0]).trainable.isEmpty)
    #expect(Self.failures(validation.inspect(batches[1])) == ["distance"])
    let third = validation.inspect(batches[2])
    var all = batches[0]
    all.append(batches[1])
    all.append(batches[2])
    #expect(third.released == 2 && third.trainable == all)
    for batch in batches.dropFirst(3) {
      #expect(validation.inspect(batch).trainable == batch)
    }
    // What was usual before is no longer.
    #expect(validation.inspect(Self.rows(100, seed: 9)).trainable.isEmpty)
  }

  /// A batch that is as usual ends the row: what waits by then stays out.
  @Test func anAcceptedBatchEndsTheRow() throws {
    func shifted(_ seed: Int) -> Examples {
      Self.changed(Self.rows(100, seed: seed)) { $0[2] += 35 }
    }
    var validation = try Self.started()
    for seed in 1...4 {
      #expect(validation.inspect(shifted(seed)).trainable.isEmpty)
      #expect(validation.inspect(shifted(seed + 10)).trainable.isEmpty)
      #expect(validation.inspect(Self.rows(100, seed: seed + 20)).trainable.count == 100)
    }
  }

  /// Faults wait longer: 20 batches, then all are released.
  @Test func faultsAreReleasedLater() throws {
    var validation = try Self.started()
    for seed in 1...19 {
      let verdict = validation.inspect(Self.changed(Self.rows(30, seed: seed)) { $0[1] *= 100 })
      #expect(verdict.trainable.isEmpty, "batch \(seed)")
    }
    let last = validation.inspect(Self.changed(Self.rows(30, seed: 20)) { $0[1] *= 100 })
    #expect(last.released == 19 && last.trainable.count == 600)
  }

  /// A new population whose first two batches are broken as well: three whole ones are enough.
  @Test func faultsBeforeAChangeDoNotDelayIt() throws {
    var validation = try Self.started()
    let trained = (1...6).map { seed -> Int in
      let shifted = Self.changed(Self.rows(100, seed: seed)) { $0[2] += 35 }
      let batch = seed < 3 ? shifted.gather((0..<100).map { $0 / 2 }) : shifted
      return validation.inspect(batch).trainable.count
    }
    #expect(trained == [0, 0, 0, 0, 300, 100])
  }

  /// Batches that never agree with each other: after 20 in a row the last one is let in.
  @Test func evenDiscordIsNotHeldForEver() throws {
    var validation = try Self.started()
    var trained = 0
    for seed in 1...20 {
      let batch = Self.changed(Self.rows(50, seed: seed)) { $0[1] *= seed % 2 == 0 ? 100 : 0.01 }
      trained += validation.inspect(batch).trainable.count
    }
    #expect(trained == 50)
  }

  /// A broken schema is never let in.
  @Test func aBrokenSchemaStaysOut() throws {
    var validation = try Self.started()
    for seed in 1...50 {
      let batch = Self.changed(Self.rows(30, seed: seed)) { $0[0] = .nan }
      #expect(validation.inspect(batch).trainable.isEmpty)
    }
  }

  /// The reference follows a slow drift that in the end leads far away.
  @Test func slowDriftIsFollowed() throws {
    var validation = try Self.started()
    for step in 0..<80 {
      let batch = Self.changed(Self.rows(100, seed: 3000 + step)) { $0[2] += Float(step) }
      #expect(validation.inspect(batch).trainable.count == 100, "step \(step)")
    }
  }

  /// In regression the labels are compared as a column is.
  @Test func labelsOfRegression() throws {
    func rows(_ count: Int, seed: Int, shift: Float = 0) -> Examples {
      var random = RandomStream(seed: UInt64(seed))
      var rows = Examples(width: 1)
      for _ in 0..<count {
        rows.append(row: [Float(random.normal())], label: Float(random.normal()) + shift)
      }
      return rows
    }
    var validation = try Self.validation()
    validation.begin(rows(500, seed: 1), Schema(features: ["x"], classes: []))
    #expect(validation.inspect(rows(50, seed: 2)).trainable.count == 50)
    #expect(Self.failures(validation.inspect(rows(50, seed: 3, shift: 5))) == ["label-rate"])
  }

  /// Nothing to compare with, no rows, one row, columns that never vary: nothing breaks.
  @Test func littleOrNothing() throws {
    var bare = try Self.validation()
    #expect(bare.inspect(Self.rows(50, seed: 1)).trainable.count == 50)
    bare.begin(Examples(width: 5), Self.schema)
    for count in [0, 1, 2, 30, 30] {
      let rows = Self.rows(count, seed: count)
      #expect(bare.inspect(rows).trainable == rows)
    }
    // By now the first batch of 30 is the reference.
    #expect(bare.inspect(Self.changed(Self.rows(30, seed: 7)) { $0[0] *= 1000 }).trainable.isEmpty)

    var still = try Self.validation()
    let constant = Self.changed(Self.rows(200, seed: 1)) { $0 = [1, 0, -2, 1, 0] }
    still.begin(Self.labelled(constant) { _ in 0 }, Self.schema)
    let same = Self.labelled(constant.gather(0..<40)) { _ in 0 }
    #expect(still.inspect(same).trainable == same)
    _ = still.inspect(Self.rows(40, seed: 3))

    var broken = try Self.validation()
    var rows = Self.rows(100, seed: 1)
    for i in 0..<100 { rows.features[i, 0] = .nan }
    broken.begin(rows, Self.schema)
    #expect(broken.inspect(Self.rows(30, seed: 2)).trainable.count == 30)
    let small = Self.changed(Self.rows(5, seed: 3)) { $0[0] *= 1e6 }
    #expect(broken.inspect(small).trainable == small, "too few rows to compare")
  }

  @Test func settingsThatContradict() {
    #expect(throws: SettingError.self) {
      _ = try Self.validation(["release": .integer(30)])
    }
  }
}

@Suite struct ColumnProfileTests {
  /// Distances from their definition, over all points.
  @Test(arguments: 0..<20) func distance(_ seed: Int) {
    var random = RandomStream(seed: UInt64(seed))
    func draw(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float(random.integer(below: 12)) }
    }
    let (a, b) = (draw(1 + seed), draw(30))
    func share(_ values: [Float], _ x: Float) -> Double {
      Double(values.count { $0 <= x }) / Double(values.count)
    }
    let expected = (a + b).map { abs(share(a, $0) - share(b, $0)) }.max() ?? 0
    #expect(abs(ColumnProfile(a).distance(from: ColumnProfile(b)) - expected) < 1e-12)
  }

  /// Of many values some are kept: shares move by 1/1024 at most; range, scale and mode are those of all.
  @Test func manyValues() {
    var random = RandomStream(seed: 8)
    let values = (0..<5000).map { _ in Float(random.normal()) }
    let others = (0..<300).map { _ in Float(random.normal() + 0.5) }
    let column = ColumnProfile(values)
    func share(_ values: [Float], _ x: Float) -> Double {
      Double(values.count { $0 <= x }) / Double(values.count)
    }
    let points = others + others.map(\.nextDown)
    let expected = points.map { abs(share(values, $0) - share(others, $0)) }.max() ?? 0
    #expect(abs(ColumnProfile(others).distance(from: column) - expected) < 1.0 / 1024)
    #expect(column.range?.lowerBound == values.min() && column.range?.upperBound == values.max())
    #expect(column.modalShare == 1.0 / 5000 && column.sorted.count == 1024)
  }

  @Test func byHand() {
    let column = ColumnProfile([0, 0, -3, 1, 0])
    #expect(column.modalShare == 0.6 && column.scale == 2 && column.isNumber)
    #expect(abs(column.improbability(ofConstant: 10) - 10 * log10(1 / 0.6)) < 1e-12)
    #expect(!ColumnProfile([0, 1, 1]).isNumber && ColumnProfile([0]).scale == nil)
    #expect(ColumnProfile([]).distance(from: column) == 0)
    #expect(ColumnProfile([]).improbability(ofConstant: 3) == 0)
  }
}

@Suite struct AssociationTests {
  /// Pearson's r by its definition, over the rows of both batches; a constant column has none.
  @Test func byDefinition() {
    var random = RandomStream(seed: 6)
    func batch(_ count: Int) -> Examples {
      var rows = Examples(width: 3)
      for _ in 0..<count {
        let label = Float(random.integer(below: 3))
        rows.append(
          row: [1000 + Float(random.normal()) + label, Float(random.normal()), 7], label: label)
      }
      return rows
    }
    let batches = [batch(30), batch(50)]
    var all = batches[0]
    all.append(batches[1])
    func expected(_ column: Int, _ target: (Float) -> Double) -> Double {
      let x = (0..<80).map { Double(all.features[$0, column]) }
      let y = all.labels.map(target)
      let (mx, my) = (x.reduce(0, +) / 80, y.reduce(0, +) / 80)
      func sum(_ body: (Double, Double) -> Double) -> Double {
        zip(x, y).reduce(0) { $0 + body($1.0 - mx, $1.1 - my) }
      }
      return sum { $0 * $1 } / (sum { a, _ in a * a } * sum { _, b in b * b }).squareRoot()
    }
    let ofClass = Association.correlations(batches, focus: 2)
    let ofLabel = Association.correlations(batches, focus: nil)
    for j in 0..<2 {
      #expect(abs(ofClass[j] - expected(j) { $0 == 2 ? 1 : 0 }) < 1e-9)
      #expect(abs(ofLabel[j] - expected(j) { Double($0) }) < 1e-9)
    }
    #expect(ofClass[2] == 0 && ofLabel[2] == 0)
    #expect(Association.correlations([], focus: nil).isEmpty)
  }
}
