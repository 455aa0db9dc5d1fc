import Testing

@testable import System

@Suite struct CPUTests {
  static let v3: Set = ["avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "sse4_2"]
  static let avx512: Set = ["avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"]

  @Test func choosesTheFastestKernelsTheCPUCanRun() {
    #expect(CPU.openBLASCoreType(features: []) == nil)
    #expect(CPU.openBLASCoreType(features: ["sse4_2", "avx"]) == nil)
    #expect(CPU.openBLASCoreType(features: ["avx2"]) == nil)
    #expect(CPU.openBLASCoreType(features: Self.v3) == "Haswell")
    #expect(CPU.openBLASCoreType(features: Self.v3.union(Self.avx512)) == "SkylakeX")
    #expect(
      CPU.openBLASCoreType(features: Self.v3.union(Self.avx512).union(["avx512_bf16"]))
        == "Cooperlake")
  }

  /// Parts of AVX-512 are not enough: the first CPUs that had some lacked others.
  @Test(arguments: avx512.sorted())
  func partsOfAVX512AreNotEnough(_ missing: String) {
    let features = Self.v3.union(Self.avx512).subtracting([missing])
    #expect(CPU.openBLASCoreType(features: features) == "Haswell")
  }

  @Test(arguments: ["avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"])
  func complainsOfEveryMissingFeature(_ missing: String) throws {
    let complaint = try #require(CPU.complaint(features: Self.v3.subtracting([missing])))
    #expect(complaint.contains("lacks \(missing),"))
    #expect(complaint.contains("RELEARN_BASELINE=1"))
  }

  @Test func namesAllThatIsMissingInOrder() throws {
    let complaint = try #require(CPU.complaint(features: ["sse4_2", "f16c", "abm", "bmi1"]))
    #expect(complaint.contains("lacks avx2, bmi2, fma, movbe,"))
  }

  @Test func aKnownOrUnknownCPUPasses() {
    #expect(CPU.complaint(features: Self.v3) == nil)
    #expect(CPU.complaint(features: []) == nil)
  }

  @Test func readsTheFirstProcessor() {
    let info = """
      processor\t: 0
      model name\t: Some CPU: fast @ 3 GHz
      flags\t\t: fpu avx2  fma

      processor\t: 1
      model name\t: Another
      flags\t\t: none
      """
    #expect(CPU.flags(inCPUInfo: info) == ["fpu", "avx2", "fma"])
    #expect(CPU.field("model name", inCPUInfo: info) == "Some CPU: fast @ 3 GHz")
    #expect(CPU.field("model", inCPUInfo: info) == nil)
    #expect(CPU.flags(inCPUInfo: "") == [])
  }
}
