import ArgumentParser
import Numerics

/// `bench`: times the kernel and the workloads that peers are compared on, as CSV on standard output.
///
/// Machines are shared and noisy: compare figures of one run with each other.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract:
      "Time the kernel and the workloads that peers are compared on; CSV on standard output.",
    discussion: "One thread. Figures are medians over --runs; compare those of one run.")

  /// What can be timed.
  enum Workload: String, CaseIterable, ExpressibleByArgument {
    case kernel, updates, loop, replays, w1, w2, w3, w4, w5
  }

  @Argument(help: "What to time (default: everything).")
  var workloads: [Workload] = Workload.allCases

  @Option(help: "Timed runs of each.")
  var runs = 5

  @Option(help: "Of the workload updates, this strategy only.")
  var strategy: String?

  func validate() throws {
    if let strategy, !Updates.names.contains(strategy) {
      throw ValidationError("--strategy \(strategy): see relearn list strategies")
    }
    if runs < 1 { throw ValidationError("--runs \(runs): at least 1") }
  }

  func run() async throws {
    print("# \(BLAS.name)")
    print(Measurement.header)
    for workload in workloads {
      for measurement in try await measure(workload) { print(measurement.row) }
    }
  }

  private func measure(_ workload: Workload) async throws -> [Measurement] {
    switch workload {
    case .kernel: try Kernel.measure(runs: runs)
    case .updates: try Updates.measure(strategy.map { [$0] } ?? Updates.names, runs: runs)
    case .loop: try Loop.measure(runs: runs)
    case .replays: try await Replays.measure(runs: runs)
    case .w1: try PermutedTasks().measure(runs: runs)
    case .w2: try await DriftingStream.measure(runs: runs)
    case .w3: try Detectors.measure(runs: runs)
    case .w4: try FullRetrains.measure(runs: runs)
    case .w5: try Generators.measure(runs: runs)
    }
  }
}
