import Core
import Drift
import Testing

@Suite struct DDMTests {
  func make(
    _ entry: Entry<any DriftDetector>, _ settings: SettingValues = [:]
  ) throws -> any DriftDetector {
    try entry.make(settings, NoComponents())
  }

  func signals(_ detector: inout any DriftDetector, _ values: [Double]) throws -> [DriftSignal] {
    try values.map { try detector.update($0) }
  }

  /// Nine rights, a wrong, over and over, then only wrongs.
  @Test func worksAsByHand() throws {
    var detector = try make(DDM.entry)
    let calm = (0..<40).map { $0 % 10 == 9 ? 1.0 : 0 }
    // p+s is least at n = 29: p = 2/29, s = √(2/29 · 27/29 / 29) = .047055; the sum is .116021.
    // Limits: warning .068966 + 2 · .047055 = .163076, drift .210131.
    // n = 30: .1 + .054772 = .154772 is stable, as is n = 40: .1 + .047434 = .147434; 41: .121951 + .051105 = .173056 warns;
    // 42: .142857 + .053995 = .196852 warns; 43: .162791 + .056298 = .219089 is a drift.
    let seen = try signals(&detector, calm + [1, 1, 1, 1])
    #expect(seen.prefix(40).allSatisfy { $0 == .stable })
    #expect(Array(seen.suffix(4)) == [.warning, .warning, .drift, .stable])
  }

  /// With no error so far s_min is 0, and the first error alarms: MOA, whose minimum is kept from value
  /// 29 on, from value 30; River, whose minimum is kept from value 31 on, from value 32.
  @Test func theFirstErrorAfterPerfectionAlarms() throws {
    for (entry, first) in [(DDM.entry, 30), (DDMRiver.entry, 32)] {
      for position in first - 3...first + 2 {
        var detector = try make(entry)
        let zeros = Array(repeating: 0.0, count: position - 1)
        let last = try signals(&detector, zeros + [1]).last
        #expect((last == .drift) == (position >= first), "\(entry.name) \(position)")
      }
    }
  }

  /// After a drift nothing of the past counts: the signals are those of a new detector.
  @Test func startsAfreshAfterADrift() throws {
    for entry in [DDM.entry, DDMRiver.entry] {
      var (used, new) = (try make(entry), try make(entry))
      let before = try signals(&used, Array(repeating: 0, count: 50) + [1])
      #expect(before.last == .drift)
      let values = (0..<300).map { $0 >= 150 || $0 % 10 == 9 ? 1.0 : 0 }
      let after = try signals(&used, values)
      let agree = after == (try signals(&new, values))
      let alarms = after.count { $0 == .drift }
      #expect(agree && alarms > 0, "\(entry.name)")
    }
  }

  @Test(arguments: [0.0, 1])
  func aConstantNeverAlarms(_ value: Double) throws {
    for entry in [DDM.entry, DDMRiver.entry] {
      var detector = try make(entry)
      let seen = try signals(&detector, Array(repeating: value, count: 20_000))
      #expect(seen.allSatisfy { $0 == .stable }, "\(entry.name)")
    }
  }

  @Test(arguments: [0.5, -1, 2, .nan, .infinity, Double(1).nextDown])
  func refusesWhatIsNoError(_ value: Double) throws {
    for entry in [DDM.entry, DDMRiver.entry] {
      var detector = try make(entry)
      let problem =
        "\(entry.name) cannot take the value \(value); allowed: errors, exactly 0 or 1"
      #expect(throws: InputError(problem)) { try detector.update(value) }
    }
  }

  @Test func aCopyIsIndependent() throws {
    var original = try make(DDM.entry)
    _ = try signals(&original, Array(repeating: 0, count: 40))
    var copy = original
    #expect(try copy.update(1) == .drift)
    #expect(try original.update(0) == .stable)
    #expect(try original.update(1) == .drift)
  }

  @Test func settingsMoveTheLimits() throws {
    var early = try make(DDM.entry, ["min-values": .integer(5)])
    #expect(try signals(&early, [0, 0, 0, 0, 1]).last == .drift)
    var deaf = try make(DDM.entry, ["drift": .number(1000), "warning": .number(900)])
    let values = (0..<400).map { $0 < 200 ? Double($0 % 2) : 1 }
    #expect(try signals(&deaf, values).allSatisfy { $0 == .stable })
  }
}
