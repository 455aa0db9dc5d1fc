import Core
import Numerics
import Store
import System

/// What a run's results came from, for its manifest: everything needed to get them again, and what they
/// cost to compute.
struct Provenance {
  let experiment: Experiment
  let workers: Int
  let seconds: Double

  init(_ experiment: Experiment, workers: Int, seconds: Double) {
    self.experiment = experiment
    self.workers = workers
    self.seconds = seconds
  }

  var manifest: Manifest {
    Manifest(
      name: experiment.name, scenario: experiment.text,
      fields: [
        ("scenario_crc32", .text(Checksum.crc32(experiment.text))),
        ("seeds", .array(experiment.seeds.map(JSON.integer))),
        ("runs", .integer(experiment.runCount)),
        ("program", .text("relearn \(Relearn.version)")),
        ("commit", Commit.ofProgram.map(JSON.text) ?? .null),
        ("swift", .text(swiftVersion)),
        ("cpu", .text(CPU.name)),
        ("architecture", .text(CPU.architecture)),
        ("blas", .text(BLAS.name)),
        ("blas_core_type", BLAS.coreType.map(JSON.text) ?? .null),
        ("workers", .integer(workers)),
        ("wall_seconds", .number(seconds)),
        ("peak_memory_bytes", .integer(MemoryUse.peakBytes)),
      ])
  }

  private var swiftVersion: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}
