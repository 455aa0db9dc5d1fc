import Core
import Simulation
import System

extension StalenessStream {
  /// The layers of strategies that fit afresh, trained, or taken from where they are kept by this build of the program.
  func layers(
    of strategies: [StrategyPlan], workers: Int, storage: MatrixFolder?, progress: TuningProgress
  ) async throws -> [FreshFits] {
    let version = "\(Relearn.version) \(Commit.ofProgram ?? "")"
    var layers: [FreshFits] = []
    for strategy in strategies {
      layers.append(
        try await FreshFits.train(
          self, strategy, workers: workers, storage: storage, programVersion: version,
          progress: { progress.trained($0) }))
      progress.finishLayer(steps)
    }
    return layers
  }
}
