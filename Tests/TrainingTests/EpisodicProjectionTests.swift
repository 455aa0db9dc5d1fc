import Numerics
import Testing

@testable import Training

/// GEM's and A-GEM's projections against what defines them.
@Suite struct EpisodicProjectionTests {
  static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  static func drawn(_ count: Int, _ random: inout RandomStream) -> [Double] {
    (0..<count).map { _ in random.normal() }
  }

  /// g̃·g_ref ≥ −1e-12 ‖g‖ ‖g_ref‖, and g̃ is g where nothing is wrong with it.
  @Test func averagedConstraintHolds() {
    var random = RandomStream(seed: 1)
    var changed = 0
    for trial in 0..<300 {
      let (g, r) = (
        Self.drawn(30, &random), Self.drawn(30, &random).map { $0 * [1e-6, 1, 1e6][trial % 3] }
      )
      var projected = g
      let isChanged = GradientProjection.project(&projected, against: r)
      #expect(isChanged == (Self.product(g, r) < 0) && (isChanged || projected == g))
      changed += isChanged ? 1 : 0
      let norm = (Self.product(g, g) * Self.product(r, r)).squareRoot()
      #expect(Self.product(projected, r) >= -1e-12 * norm)
    }
    #expect(changed > 100)
    var g = [1.0, -2]
    #expect(!GradientProjection.project(&g, against: [0, 0]) && g == [1, -2])
  }

  /// v ≥ 0, g̃ = g + Gᵀ v, g̃·g_k + ρ v_k ≥ 0, and = 0 where v_k > 0.
  @Test(arguments: [1, 2, 5, 12], [1e-9, 1e-3]) func optimality(_ t: Int, _ ridge: Double) {
    var random = RandomStream(seed: UInt64(t))
    for _ in 0..<50 {
      let g = Self.drawn(20, &random)
      let references = (0..<t).map { _ in Self.drawn(20, &random) }
      var projected = g
      let v = EpisodicProjection.project(&projected, against: references, ridge: ridge)
      var expected = g
      for k in 0..<t { for i in g.indices { expected[i] += v[k] * references[k][i] } }
      #expect(disagreement(projected, expected) < 1e-13)
      for k in 0..<t {
        let slack = Self.product(projected, references[k]) + ridge * v[k]
        #expect(v[k] >= 0 && slack > -1e-9 && (v[k] == 0 || abs(slack) < 1e-9))
      }
      if references.allSatisfy({ Self.product(g, $0) >= 0 }) { #expect(projected == g) }
    }
  }

  /// In two dimensions the closest point of a wedge is g, a projection on one edge, or the tip.
  @Test func closestInAWedge() {
    var random = RandomStream(seed: 4)
    for _ in 0..<200 {
      let g = Self.drawn(2, &random)
      let references = [Self.drawn(2, &random), Self.drawn(2, &random)]
      var projected = g
      _ = EpisodicProjection.project(&projected, against: references, ridge: 1e-12)
      var candidates = [g, [0, 0]]
      for r in references {
        let share = Self.product(g, r) / Self.product(r, r)
        candidates.append([g[0] - share * r[0], g[1] - share * r[1]])
      }
      let feasible = candidates.filter { c in
        references.allSatisfy { Self.product(c, $0) >= -1e-12 }
      }
      func distance(_ c: [Double]) -> Double {
        let d = [c[0] - g[0], c[1] - g[1]]
        return Self.product(d, d)
      }
      let best = feasible.map(distance).min() ?? 0
      #expect(abs(distance(projected) - best) < 1e-6)
    }
  }

  /// One memory and no ridge are A-GEM; a margin moves the multipliers that far at least.
  @Test func limits() {
    var random = RandomStream(seed: 2)
    for _ in 0..<50 {
      let (g, r) = (Self.drawn(9, &random), Self.drawn(9, &random))
      var (one, averaged, pushed) = (g, g, g)
      _ = EpisodicProjection.project(&one, against: [r], ridge: 0)
      GradientProjection.project(&averaged, against: r)
      #expect(disagreement(one, averaged) < 1e-13)
      let v = EpisodicProjection.project(&pushed, against: [r, g], margin: 0.5)
      let isViolated = Self.product(g, r) < 0
      #expect(v.allSatisfy { isViolated ? $0 >= 0.5 : $0 == 0 } && (pushed == g) == !isViolated)
    }
  }

  /// A step of a fit: gradients by central differences, on all rows of every memory.
  @Test(arguments: [[4, 3], [4, 5, 3]]) func inAFit(_ widths: [Int]) throws {
    for seed in 1..<6 {
      var problem = Problem(widths, seed: UInt64(seed))
      let memories = (0..<3).map { _ in problem.memory(rows: 2) }
      let reference = ReferenceObjective(architecture: problem.architecture)
      let theta = problem.network.parameters
      var expected = numericalGradient(at: theta) {
        reference.value($0, problem, Objective())
      }
      let references = memories.map { memory in
        numericalGradient(at: theta) {
          reference.lossSum($0, memory.features, memory.labels) / 2
        }
      }
      let v = EpisodicProjection.project(&expected, against: references)
      var objective = Objective<Double>()
      objective.episodes = EpisodicProjection(memories)
      let step = try problem.step(objective)
      #expect(disagreement(step.gradient, expected) < 1e-6)
      let p = problem.architecture.parameterCount
      let passes = try problem.step()
      // Two rows of each of three memories, where a step has six.
      let least = passes.usage.forward + passes.usage.backward + 6 * p
      #expect(step.usage.projection >= least)
      #expect((step.usage.projection == least) == v.allSatisfy { $0 == 0 })
      #expect(step.usage.rowsTrained == 6)
    }
  }
}
