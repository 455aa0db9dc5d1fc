import Core
import Numerics
import Testing

@testable import Streams

@Suite struct SplitTests {
  static let four: SettingValues = ["features": .integer(5), "classes": .integer(4)]

  static func split(_ task: Int, _ head: String, size: Int = 2, of inner: SettingValues = four)
    throws -> Split
  {
    let generator = try Split.entry([
      "of": .generator("gaussian-mixture", inner), "task": .integer(task), "head": .text(head),
      "classes-per-task": .integer(size),
    ])(RandomStream(seed: 1))
    return try #require(generator as? Split)
  }

  @Test(arguments: 0..<2) func headsNameTheSameRowsDifferently(task: Int) throws {
    let batches = try ["class", "domain", "task"].map { head in
      var (split, random) = (try Self.split(task, head), RandomStream(seed: 2))
      return split.batch(200, using: &random)
    }
    let classes = Set([Float(2 * task), Float(2 * task + 1)])
    #expect(Set(batches[0].labels) == classes)
    #expect(batches[1].labels == batches[0].labels.map { $0 - Float(2 * task) })
    #expect(batches[2].labels == batches[0].labels)
    #expect(Set(batches.map(\.features)).count == 1)
    #expect(batches[0].tasks == batches[1].tasks && Set(batches[0].tasks) == [0])
    #expect(Set(batches[2].tasks) == [task])
  }

  @Test func schemasFollowTheHead() throws {
    #expect(try Self.split(1, "class").schema.classes == ["0", "1", "2", "3"])
    #expect(try Self.split(1, "class").schema.taskClasses.isEmpty)
    #expect(try Self.split(1, "domain").schema.classes == ["0", "1"])
    let task = try Self.split(0, "task").schema
    #expect(task.taskClasses == [0..<2, 2..<4] && task.classes.count == 4)
  }

  /// Two classes of one Gaussian each: Φ(Δ/2), Δ the distance of their means.
  @Test(arguments: 0..<2) func bayesAccuracyIsThatOfTwoGaussians(task: Int) throws {
    let mixture = try #require(
      GaussianMixture.entry(Self.four)(RandomStream(seed: 1)) as? GaussianMixture)
    let (a, b) = (mixture.mixture.means[2 * task], mixture.mixture.means[2 * task + 1])
    let distance = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    let expected = Distribution.normalCDF(distance / 2)
    var (split, random) = (try Self.split(task, "domain"), RandomStream(seed: 3))
    #expect(abs(try #require(split.bayesAccuracy) - expected) < 0.01)
    // The posterior of a row: a logistic function of x·(b − a) − (‖b‖² − ‖a‖²)/2.
    let batch = split.batch(20, using: &random)
    for (row, bayes) in zip(batch.rows, batch.bayes) {
      var logit = 0.0
      for (i, x) in row.enumerated() {
        let (p, q) = (a[a.startIndex + i], b[b.startIndex + i])
        logit += Double(x) * (q - p) - (q * q - p * p) / 2
      }
      #expect(abs(bayes - 1 / (1 + Double.exp(-abs(logit)))) < 1e-9)
    }
  }

  @Test func sharesAndDensitiesAreThoseGivenTheGroup() throws {
    let uneven = Self.four.overridden(by: [
      "priors": .list([.integer(1), .integer(3), .integer(2), .integer(2)])
    ])
    #expect(try Self.split(0, "class", of: uneven).classShares == [0.25, 0.75, 0, 0])
    #expect(try Self.split(0, "domain", of: uneven).classShares == [0.25, 0.75])
    let mixture = try GaussianMixture.entry(uneven)(RandomStream(seed: 1))
    var (whole, density) = ([0.0, 0, 0, 0], [0.0, 0])
    let row: [Float] = [0, 1, 0, -1, 0.5]
    #expect(mixture.addJointDensity(of: row[...], weight: 1, to: &whole))
    #expect(
      try Self.split(0, "domain", of: uneven)
        .addJointDensity(of: row[...], weight: 1, to: &density))
    #expect(abs(density[0] - 2 * whole[0]) < 1e-12 * whole[0])
    #expect(abs(density[1] - 2 * whole[1]) < 1e-12 * whole[1])
  }

  @Test func aTableGivesTheGroupsHeldOutRows() throws {
    try withFile((0..<120).map { "\($0),\($0 / 3 % 4)\n" }.joined()) { path in
      let generator = try Split.entry([
        "of": .generator("table", ["path": .text(path)]), "task": .integer(1),
        "head": .text("task"),
      ])(RandomStream(seed: 1))
      var (split, random) = (try #require(generator as? Split), RandomStream(seed: 1))
      func isOfTask(_ row: Int) -> Bool { row / 3 % 4 >= 2 }
      let all = stride(from: 9, to: 120, by: 10).filter(isOfTask).map { Float($0) }
      let held = split.holdout(100, using: &random)
      #expect(held.features.elements == all && Set(held.tasks) == [1])
      #expect(held.labels == all.map { Float(Int($0) / 3 % 4) })
      #expect(split.holdout(2, using: &random).count == 2)
      let rows = split.batch(54, using: &random)
      let trained = (0..<120).filter { $0 % 10 != 9 && isOfTask($0) }.map { Float($0) }
      #expect(rows.features.elements.sorted() == trained)
      #expect(rows.bayes.allSatisfy { $0.isNaN } && split.bayesAccuracy == nil)
    }
  }

  @Test func impossibleTasksAreErrors() throws {
    #expect(throws: SettingError.self) { try Self.split(0, "class", size: 3) }
    #expect(throws: SettingError.self) { try Self.split(2, "class") }
    let empty = Self.four.overridden(by: [
      "priors": .list([.integer(1), .integer(1), .integer(0), .integer(0)])
    ])
    #expect(throws: SettingError.self) { try Self.split(1, "class", of: empty) }
    #expect(throws: SettingError.self) {
      try Split.entry(["of": .generator("hyperplane", ["change": .number(0.1)])])(
        RandomStream(seed: 1))
    }
  }
}
