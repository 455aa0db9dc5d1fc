import Core
import Drift
import Testing

@Suite struct EDDMTests {
  /// Errors at the given distances, as 0/1 values.
  func values(_ distances: [Int]) -> [Double] {
    distances.flatMap { Array(repeating: 0.0, count: $0 - 1) + [1] }
  }

  func signals(_ entry: Entry<any DriftDetector>, _ values: [Double]) throws -> [DriftSignal] {
    var detector = try entry.make([:], NoComponents())
    return try values.map { try detector.update($0) }
  }

  /// What the definition says at each error, mean and deviation taken from all distances each time.
  func expected(_ distances: [Int], isRiver: Bool) -> [DriftSignal] {
    var (greatest, signal, start) = (0.0, DriftSignal.stable, 0)
    return distances.indices.map { i in
      if signal == .drift { (greatest, signal, start) = (0, .stable, i) }
      let seen = distances[start...i].map(Double.init)
      let (e, n) = (Double(seen.count), distances[start...i].reduce(0, +))
      let mean = seen.reduce(0, +) / e
      let squares = seen.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let reach = mean + 2 * (squares / (isRiver ? max(e - 1, 1) : e)).squareRoot()
      if isRiver && n <= 30 { return signal }
      if reach > greatest {
        if n >= 30 { greatest = reach }
        if !isRiver { signal = .stable }
      } else if seen.count > 30 {
        let share = reach / greatest
        signal = share < 0.9 ? .drift : share < 0.95 ? .warning : .stable
      }
      return signal
    }
  }

  @Test(arguments: [false, true])
  func signalsAsDefinedAtEveryError(isRiver: Bool) throws {
    // Distances of 1 and 40, then 8 to 12, over and over.
    let distances = (0..<900).map { $0 % 150 < 60 ? 1 + $0 % 2 * 39 : 8 + $0 * 7 % 5 }
    let entry = isRiver ? EDDMRiver.entry : EDDM.entry
    let values = values(distances)
    let atErrors = zip(values, try signals(entry, values)).filter { $0.0 == 1 }.map(\.1)
    let expected = expected(distances, isRiver: isRiver)
    #expect(atErrors == expected)
    #expect(expected.contains(.drift) && expected.contains(.warning))
  }

  @Test func aWarningStaysUpOverRights() throws {
    let calm = Array(repeating: 10, count: 40)
    let distances = calm + Array(repeating: 4, count: 200)
    for entry in [EDDM.entry, EDDMRiver.entry] {
      var seen = try signals(entry, values(distances))
      let first = try #require(seen.firstIndex(of: .warning))
      seen.removeFirst(first)
      #expect(seen.prefix(4) == [.warning, .warning, .warning, .warning], "\(entry.name)")
    }
  }
}
