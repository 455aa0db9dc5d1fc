import Core
import Numerics
import Testing

@testable import Streams

@Suite struct RandomTreeTests {
  static func make(_ values: SettingValues = [:], seed: UInt64 = 1) throws -> RandomTree {
    try #require(RandomTree.entry(values)(RandomStream(seed: seed)) as? RandomTree)
  }

  @Test(
    arguments: [
      [:], ["classes": .integer(4), "nominals": .integer(0)],
      ["numerics": .integer(0), "levels": .integer(3)],
    ] as [SettingValues])
  func closedForms(_ values: SettingValues) throws {
    try checkClosedForms { try Self.make(values, seed: $0.seed) }
  }

  /// Between neighbouring thresholds of each numeric attribute the class is constant: the volumes of
  /// those boxes add up to the shares.
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func sharesByEnumerationOfBoxes(seed: UInt64) throws
  {
    let tree = try Self.make(
      ["nominals": .integer(2), "levels": .integer(3), "numerics": .integer(2)], seed: seed)
    let ends = (0..<2).map { j in
      let own = tree.tree.nodes.filter { $0.attribute == 2 + j }.map(\.threshold)
      return [0] + own.sorted() + [1]
    }
    var shares = [0.0, 0]
    for level in 0..<9 {
      let oneHot = [level / 3, level % 3].flatMap { value in
        (0..<3).map { Float($0 == value ? 1 : 0) }
      }
      for (a, b) in zip(ends[0], ends[0].dropFirst()) {
        for (c, d) in zip(ends[1], ends[1].dropFirst()) {
          let row = oneHot + [Float((a + b) / 2), Float((c + d) / 2)]
          shares[tree.label(row[...])] += (b - a) * (d - c) / 9
        }
      }
    }
    let stated = try #require(tree.classShares)
    for y in 0..<2 { #expect(abs(shares[y] - stated[y]) < 1e-6, "\(shares), \(stated)") }
  }

  /// Every path by itself: depth, attributes and intervals as MOA's generator has them.
  @Test(arguments: [1, 2, 3] as [UInt64]) func pathsAreAllowed(seed: UInt64) throws {
    let tree = try Self.make(seed: seed).tree
    var (early, leaves) = (Excess(), 0)
    func walk(_ place: Int, depth: Int, used: Set<Int>, bounds: [Range<Double>]) {
      let node = tree.nodes[place]
      if depth < 3 { #expect(node.attribute >= 0) }
      if (3...4).contains(depth) { early.add(node.attribute < 0 ? 1 : 0, of: 1, at: 0.15) }
      if node.attribute < 0 {
        leaves += 1
        #expect(depth <= 5 && (0...1).contains(node.next))
      } else if node.attribute < 5 {
        #expect(!used.contains(node.attribute))
        for level in 0..<5 {
          walk(
            node.next + level, depth: depth + 1, used: used.union([node.attribute]), bounds: bounds)
        }
      } else {
        let (j, t) = (node.attribute - 5, node.threshold)
        #expect(bounds[j].contains(t))
        var (below, above) = (bounds, bounds)
        below[j] = bounds[j].lowerBound..<t
        above[j] = t..<bounds[j].upperBound
        walk(node.next, depth: depth + 1, used: used, bounds: below)
        walk(node.next + 1, depth: depth + 1, used: used, bounds: above)
      }
    }
    walk(0, depth: 0, used: [], bounds: Array(repeating: 0..<1, count: 5))
    #expect(leaves == tree.nodes.count { $0.attribute < 0 } && early.isClose())
  }

  @Test func rowsAreUniform() throws {
    var (tree, random) = (try Self.make(), RandomStream(seed: 4))
    let batch = tree.batch(3000, using: &random)
    #expect(batch.features.columns == 30 && tree.schema.features[24] == "nominal5=4")
    for row in batch.rows {
      for a in 0..<5 { #expect(row[5 * a..<5 * a + 5].sorted() == [0, 0, 0, 0, 1]) }
    }
    for j in 0..<25 { #expect(isClose(batch.rows.count { $0[j] == 1 }, of: 3000, to: 0.2)) }
    for j in 25..<30 { #expect(isClose(batch.rows.count { $0[j] < 0.3 }, of: 3000, to: 0.3)) }
  }

  /// Two leaves have the same class in half of all draws, before they are drawn again.
  @Test func leavesNeverHaveOneClassOnly() throws {
    for draw in 1...40 {
      let shares = try Self.make([
        "draw": .integer(draw), "depth": .integer(1), "nominals": .integer(0),
      ]).classShares
      #expect(try #require(shares).allSatisfy { 0 < $0 && $0 < 1 })
    }
  }

  @Test func aDrawIsAConcept() throws {
    let shares = try [1, 2, 1].map { try Self.make(["draw": .integer($0)]).classShares }
    #expect(shares[0] == shares[2] && shares[0] != shares[1])
    #expect(try Self.make(seed: 2).classShares != shares[0])
  }

  @Test(
    arguments: [
      ("numerics", ["numerics": .integer(0), "nominals": .integer(0)]),
      ("levels", ["levels": .integer(100), "nominals": .integer(101)]),
      ("depth", ["levels": .integer(50), "depth": .integer(20), "leaf-fraction": .number(0)]),
    ] as [(String, SettingValues)])
  func impossibleTreesAreErrors(setting: String, values: SettingValues) {
    #expect { try Self.make(values) } throws: { ($0 as? SettingError)?.name == setting }
  }

  @Test func attributesThatRunOutEndInLeaves() throws {
    let tree = try Self.make([
      "numerics": .integer(0), "nominals": .integer(2), "levels": .integer(2),
      "leaf-fraction": .number(0),
    ])
    #expect(tree.tree.nodes.count == 7)
  }
}
