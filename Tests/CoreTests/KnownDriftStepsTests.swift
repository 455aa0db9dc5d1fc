import Core
import Testing

@Suite struct KnownDriftStepsTests {
  /// Steps of 100 rows.
  @Test func stepsWithRowsOfATransition() {
    #expect(KnownDrift(at: 0).steps(of: 100) == 0...0)
    #expect(KnownDrift(at: 199).steps(of: 100) == 1...1)
    #expect(KnownDrift(at: 200).steps(of: 100) == 2...2)
    // Rows 100 to 299, 99 to 298, and, of 300, 50 before the first row.
    #expect(KnownDrift(at: 200, width: 200).steps(of: 100) == 1...2)
    #expect(KnownDrift(at: 199, width: 200).steps(of: 100) == 0...2)
    #expect(KnownDrift(at: 100, width: 300).steps(of: 100) == 0...2)
  }
}
