import Core
import Numerics
import Testing

@testable import Policies

/// The screen says yes only where the checks themselves would.
@Suite struct BatchScreenTests {
  typealias Tests = BatchValidationTests

  static let tolerances = BatchValidation.tolerances([:])

  /// A change of one size, from none to all of it.
  static func changes(_ size: Float) -> [(inout [Float]) -> Void] {
    [
      { $0[2] += 30 * size }, { $0[1] *= 1 + 6 * size }, { $0[0] += 80 * size },
      { row in if row[2] < 170 * size { row[1] = 0 } }, { $0[0] = 40 + (1 - size) * $0[0] },
      { row in if row[2] < 170 * size { (row[0], row[1]) = (row[1], row[0]) } },
    ]
  }

  @Test(arguments: [20, 100, 1500]) func whatItClearsPassesEveryCheck(_ count: Int) {
    let layout = ColumnLayout(Tests.schema)
    var batches = (0..<8).map { ArrivedRows(Tests.rows(count, seed: $0), tornShare: 0) }
    let screen = BatchScreen(&batches, layout)
    let reference = BatchReference(
      batches.map { ProfiledRows($0.rows, RowProfile($0.rows, layout)) }, layout)
    var cleared = 0
    for seed in 100..<110 {
      for size in [Float(0), 0.1, 0.3, 0.6, 1] {
        for change in Self.changes(size) {
          let rows = Tests.changed(Tests.rows(count, seed: seed, drifted: seed % 5 == 0), change)
          let sketch = screen.sketch(rows, layout)
          guard
            let bounds = screen.checks(of: sketch, rows, layout, tolerances: Self.tolerances)
          else { continue }
          cleared += 1
          let checks = reference.checks(
            of: ProfiledRows(rows, RowProfile(rows, layout)), layout, tolerances: Self.tolerances)
          for (bound, check) in zip(bounds, checks) {
            #expect(!check.result.fails)
            #expect(bound.name == check.result.name && check.result.value <= bound.value + 1e-9)
            #expect(check.result.threshold >= bound.threshold - 1e-9)
          }
        }
      }
    }
    #expect(cleared > 30, "of 300")
  }

  /// Regression, labels far from 0, and columns in which one value prevails.
  @Test func otherColumns() {
    func rows(_ count: Int, seed: Int, shift: Float = 0) -> Examples {
      let x = ColumnMixture.rows(count, seed: seed, shift: shift)
      return Examples(
        features: x, labels: (0..<count).map { 1e4 + x[$0, 0] + 3 * x[$0, 1] + shift })
    }
    let layout = ColumnLayout(Schema(features: (0..<9).map { "x\($0)" }, classes: []))
    var batches = (0..<20).map { ArrivedRows(rows(100, seed: $0), tornShare: 0) }
    let screen = BatchScreen(&batches, layout)
    let reference = BatchReference(
      batches.map { ProfiledRows($0.rows, RowProfile($0.rows, layout)) }, layout)
    var cleared = 0
    for seed in 0..<60 {
      let batch = rows(100, seed: 500 + seed, shift: Float(seed / 20) / 4)
      let sketch = screen.sketch(batch, layout)
      guard screen.checks(of: sketch, batch, layout, tolerances: Self.tolerances) != nil
      else { continue }
      cleared += 1
      let checks = reference.checks(
        of: ProfiledRows(batch, RowProfile(batch, layout)), layout, tolerances: Self.tolerances)
      #expect(checks.allSatisfy { !$0.result.fails })
    }
    #expect(cleared >= 15, "of 20 that nothing is wrong with")
  }

  /// Verdicts are the same with and without it, on a stream with faults, drift and a slow shift.
  @Test func verdictsAreTheSame() {
    var (screened, full) = (
      BatchValidation(tolerances: Self.tolerances),
      BatchValidation(tolerances: Self.tolerances, isScreened: false)
    )
    screened.begin(Tests.rows(1000, seed: 1), Tests.schema)
    full.begin(Tests.rows(1000, seed: 1), Tests.schema)
    for step in 0..<120 {
      var rows = Tests.changed(
        Tests.rows(60 + step, seed: 2000 + step, drifted: step > 60)
      ) { $0[2] += Float(step) / 4 }
      if step % 11 < 2 { rows = Tests.faults[step % Tests.faults.count].spoil(rows) }
      let (a, b) = (screened.inspect(rows), full.inspect(rows))
      #expect(a.trainable == b.trainable && a.released == b.released, "step \(step)")
      #expect(a.checks.filter(\.fails) == b.checks.filter(\.fails), "step \(step)")
    }
    #expect(screened.flops < full.flops)
  }

  /// What is charged for batches that are cleared: their sketches, and every fifth time 20 of them added up.
  @Test func whatIsCharged() throws {
    var validation = try Tests.validation()
    #expect(validation.flops == 0)
    validation.begin(Tests.rows(1000, seed: 1), Tests.schema)
    let start = validation.flops
    #expect(start == 20 * 21 * 5)
    for seed in 1...10 {
      _ = validation.inspect(Tests.rows(100, seed: seed))
      #expect(validation.flops == start + seed * (100 * 27 + 64) * 5 + seed / 5 * start)
    }
  }
}

/// Nine columns: normals, numbers of few values, and columns that are mostly 0.
private enum ColumnMixture {
  static func rows(_ n: Int, seed: Int, shift: Float) -> Matrix<Float> {
    var random = RandomStream(seed: UInt64(seed))
    var rows = Matrix<Float>(rows: n, columns: 9)
    for i in 0..<n {
      for j in 0..<9 {
        rows[i, j] =
          switch j % 3 {
          case 0: Float(random.normal()) + shift
          case 1: Float(random.integer(below: 4)) + shift
          default: random.bernoulli(0.95) ? 0 : 5
          }
      }
    }
    return rows
  }
}
