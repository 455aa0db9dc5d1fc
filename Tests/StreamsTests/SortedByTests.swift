import Core
import Numerics
import Testing

@testable import Streams

@Suite struct SortedByTests {
  static func make(
    _ of: SettingValue = .generator("sea"), _ feature: String = "x1", tasks: Int = 5, task: Int = 0
  ) throws -> SortedBy {
    let generator = try SortedBy.entry([
      "of": of, "feature": .text(feature), "tasks": .integer(tasks), "task": .integer(task),
    ])(RandomStream(seed: 1))
    return try #require(generator as? SortedBy)
  }

  /// Fifths of U[0, 10), measured on 16 384 rows.
  @Test(arguments: 0..<5) func rowsLieInTheirRange(task: Int) throws {
    var (sorted, random) = (try Self.make(task: task), RandomStream(seed: 2))
    let batch = sorted.batch(400, using: &random)
    let (low, high) = (2 * Double(task) - 0.2, 2 * Double(task) + 2.2)
    var wrong = 0
    for (i, row) in batch.rows.enumerated() {
      #expect(sorted.range.contains(Double(row[0])) && (low..<high).contains(Double(row[0])))
      wrong += (Double(row[0]) + Double(row[1]) > 8) == (batch.labels[i] == 1) ? 0 : 1
    }
    // What a row means stays: SEA's rule with its noise.
    #expect(isClose(wrong, of: 400, to: 0.1))
    #expect(sorted.bayesAccuracy == 0.9 && batch.bayes.allSatisfy { $0 == 0.9 })
    let held = sorted.holdout(200, using: &random)
    #expect(held.count == 200)
    for i in 0..<200 { #expect(sorted.range.contains(Double(held.features[i, 0]))) }
  }

  @Test func rangesTileTheLine() throws {
    let ranges = try (0..<4).map { try Self.make(tasks: 4, task: $0).range }
    #expect(ranges[0].lowerBound == -.infinity && ranges[3].upperBound == .infinity)
    for (one, next) in zip(ranges, ranges.dropFirst()) {
      #expect(one.upperBound == next.lowerBound)
    }
    #expect(try Self.make(tasks: 1).range == -.infinity ..< .infinity)
  }

  /// The whole's Bayes accuracy, Φ(Δ/2), is the mean of the tasks', and each is that of its own rows.
  @Test func bayesAccuracyIsThatOfTheRange() throws {
    let mixture = SettingValue.generator("gaussian-mixture", ["features": .integer(2)])
    var (sum, random) = (0.0, RandomStream(seed: 3))
    for task in 0..<3 {
      var sorted = try Self.make(mixture, tasks: 3, task: task)
      let stated = try #require(sorted.bayesAccuracy)
      let batch = sorted.batch(500, using: &random)
      let right = try zip(batch.rows, batch.labels).count {
        try Float(bestLabel($0, sorted).label) == $1
      }
      var excess = Excess()
      excess.add(right, of: 500, at: stated)
      #expect(excess.isClose(slack: 500 * 0.01))
      sum += stated / 3
    }
    #expect(abs(sum - Distribution.normalCDF(1.5)) < 0.01)
  }

  @Test func densitiesAreTheInnerOnesInTheRangeOnly() throws {
    let (sorted, sea) = (try Self.make(task: 1), Sea(function: 1, noise: 0.1))
    var (inside, outside, whole) = ([0.0, 0], [0.0, 0], [0.0, 0])
    #expect(sorted.addJointDensity(of: [3, 1, 0], weight: 1, to: &inside))
    #expect(sorted.addJointDensity(of: [7, 1, 0], weight: 1, to: &outside))
    #expect(sea.addJointDensity(of: [3, 1, 0], weight: 1, to: &whole))
    #expect(outside == [0, 0])
    for y in 0..<2 { #expect(abs(inside[y] / whole[y] - 5) < 0.05) }
  }

  /// A table has its own quantiles: of 90 rows that are not held out, 30 a task.
  @Test func aTableIsSplitEvenly() throws {
    let values = (0..<100).map { ($0 * 37) % 100 }
    try withFile(values.map { "\($0),\($0 % 2)\n" }.joined()) { path in
      let table = SettingValue.generator("table", ["path": .text(path)])
      let trained = values.indices.filter { $0 % 10 != 9 }.map { values[$0] }.sorted()
      let heldOut = values.indices.filter { $0 % 10 == 9 }.map { values[$0] }
      for task in 0..<3 {
        var (sorted, random) = (
          try Self.make(table, "x1", tasks: 3, task: task), RandomStream(seed: 4)
        )
        let rows = sorted.batch(30, using: &random).rows.map { Int($0[0]) }
        #expect(rows.sorted() == Array(trained[30 * task..<30 * task + 30]))
        let held = sorted.holdout(100, using: &random).features.elements.map { Double($0) }
        #expect(held == heldOut.map(Double.init).filter(sorted.range.contains))
        #expect(sorted.bayesAccuracy == nil)
      }
    }
  }

  @Test func impossibleTasksAreErrors() {
    let cases: [(String, SettingValue, String, Int, Int)] = [
      ("feature", .generator("sea"), "x9", 5, 0), ("task", .generator("sea"), "x1", 5, 5),
      ("of", .generator("hyperplane", ["change": .number(0.1)]), "x1", 5, 0),
      ("task", .generator("stagger"), "size=small", 5, 1),
    ]
    for (setting, of, feature, tasks, task) in cases {
      #expect { try Self.make(of, feature, tasks: tasks, task: task) } throws: {
        ($0 as? SettingError)?.name == setting
      }
    }
  }

  @Test func regressionCanBeSorted() throws {
    var (sorted, random) = (
      try Self.make(.generator("friedman"), "x3", task: 4), RandomStream(seed: 5)
    )
    #expect(sorted.batch(50, using: &random).rows.allSatisfy { $0[3] > 0.75 })
    #expect(sorted.bayesAccuracy == nil)
  }
}
