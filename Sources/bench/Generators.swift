import Catalog
import Core
import Numerics
import Streams

/// W5 of the peers' table: rows of every generator that needs no file, in batches of 1000.
enum Generators {
  static func measure(runs: Int) throws -> [Measurement] {
    let rows = 1_000_000
    let entries = Catalog.standard.generators.entries.filter { entry in
      entry.settings.allSatisfy { !$0.isRequired }
    }
    return try entries.map { entry in
      let make = try entry.make([:], Catalog.standard)
      let seconds = try (0..<runs).map { run in
        var stream = try ScheduledStream(
          concepts: [(entry.name, make)], appearances: [.init(concept: 0, start: 0)],
          rows: rows, anchors: nil, root: RandomStream(seed: UInt64(run)))
        var batch = Batch(width: stream.schema.features.count)
        return time { while stream.next(1000, into: &batch) {} }
      }
      return Measurement(
        workload: "W5", name: entry.name, seconds: seconds, amount: Double(rows), unit: "row")
    }
  }
}
