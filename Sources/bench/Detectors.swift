import Catalog
import Core
import Numerics

/// W3 of the peers' table: every detector over 1 000 000 Bernoulli errors with a shift in the middle.
enum Detectors {
  static func measure(runs: Int) throws -> [Measurement] {
    var random = RandomStream(seed: 5)
    let count = 1_000_000
    let errors = (0..<count).map { random.bernoulli($0 < count / 2 ? 0.2 : 0.3) ? 1.0 : 0.0 }
    return try Catalog.standard.detectors.entries.map { entry in
      let seconds = try (0..<runs).map { _ in
        let detector = try entry.make([:], Catalog.standard)
        return try time { try feed(detector, errors) }
      }
      return Measurement(
        workload: "W3", name: entry.name, seconds: seconds, amount: Double(count), unit: "value")
    }
  }

  private static func feed(_ detector: any DriftDetector, _ errors: [Double]) throws {
    var detector = detector
    for error in errors { _ = try detector.update(error) }
  }
}
