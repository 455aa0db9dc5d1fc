import Core
import Testing

@Suite struct HardwareProfileTests {
  /// 1e6 FLOP at 4e6 · ½ a second take .5 s; 7200 s of 500 W are 1 kWh, with a PUE of 1.5 half as much again.
  @Test func byHand() throws {
    var machine = HardwareProfile(
      name: "", peak: 4e6, utilization: 0.5, startUp: 3, watts: 500, pue: 1.5)
    #expect(machine.seconds(flops: 1_000_000) == 0.5)
    #expect(try #require(machine.energy(Amount(7200))).value == 1.5)
    machine.watts = nil
    #expect(machine.energy(Amount(7200)) == nil)
  }
}
