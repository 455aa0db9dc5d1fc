import System
import Testing

@Suite struct MemoryUseTests {
  /// A peak never falls, and touching 64 MiB above it shows.
  @Test func thePeakFollowsWhatIsTouched() {
    let before = MemoryUse.peakBytes
    #expect(before > 1 << 20 && before < 1 << 40)
    let block = [UInt8](repeating: 1, count: before + 64 << 20)
    #expect(block[block.count / 2] == 1)
    #expect(MemoryUse.peakBytes >= before + 32 << 20)
  }
}
