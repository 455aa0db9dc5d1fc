import Core
import Numerics
import Testing

@testable import Drift

/// What tests are charged, by the closed forms worked out by hand.
@Suite struct TestFlopsTests {
  func flops(_ entry: Entry<any TwoSampleTest>, _ settings: SettingValues = [:]) throws -> Int {
    try entry.make(settings, NoComponents()).flops(reference: 64, current: 36, columns: 2)
  }

  /// 64 · 6 + 36 · 6 to sort either, 100 · 7 to sort both.
  @Test func byHand() throws {
    let bins: SettingValues = ["bins": .integer(8)]
    let orders: SettingValues = ["permutations": .integer(19)]
    let (ks, cvm) = (try flops(KolmogorovSmirnovTest.entry), try flops(CramerVonMisesTest.entry))
    let (chi, psi) = (
      try flops(ChiSquareTest.entry, bins), try flops(PopulationStability.entry, bins)
    )
    let wasserstein = try flops(WassersteinTest.entry, orders)
    let jensen = try flops(JensenShannonTest.entry, bins.overridden(by: orders))
    let mmd = try flops(MeanDiscrepancyTest.entry, orders)
    let classifier = try flops(ClassifierTest.entry)
    // 2 · 100 to merge; 5 · 2 · √(64 · 36 · 100) = 4800 of the lattice.
    #expect(ks == 2 * (384 + 216 + 200 + 4800))
    #expect(cvm == 2 * (384 + 216 + 600))
    #expect(chi == 2 * (1400 + 300 + 128) && psi == chi)
    #expect(wasserstein == 2 * (700 + 5 * 20 * 100))
    #expect(jensen == 2 * (1400 + 300 + 20 * (200 + 96)))
    // 4950 pairs, sorted in 13 comparisons each.
    #expect(mmd == 4950 * 10 + 4950 * 13 + 2 * 20 * 100 * 100)
    // Four columns with the squares.
    #expect(classifier == 100 * 16 + 64 / 3 + 9 * 100 * 4 + 50 * 6)
  }

  /// A description costs more than looking at the rows, and both add up.
  @Test func descriptionsAreCharged() throws {
    var stream = DiagnosedStream(seed: 1, DiagnosedStream.plain())
    let start = stream.diagnoser.flops
    #expect(start == 2 * 24 * 1500 * 2)
    stream.run(3, DiagnosedStream.plain())
    #expect(stream.diagnoser.flops == start + 2 * 24 * 300 * 2)
    let before = stream.diagnoser.flops
    _ = try stream.diagnose()
    // Two columns' 300 rows sorted, and sorting 1050 rows into the strata of two tests, at the least.
    #expect(stream.diagnoser.flops - before > 2 * 300 * 9 + 2 * 4 * 1050)
  }
}
