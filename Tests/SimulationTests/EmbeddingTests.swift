import Core
import Numerics
import Testing
import Training

@testable import Simulation

/// What a trigger sees of the network.
@Suite struct EmbeddingTests {
  /// Looks at embeddings, and keeps what it saw.
  private struct Looker: Trigger {
    final class Seen: @unchecked Sendable {
      var all: [Observation] = []
    }

    let seen = Seen()
    let looksAtEmbeddings = true

    mutating func decide(_ observation: Observation) -> Decision {
      seen.all.append(observation)
      return Decision(fires: observation.step == 2, signal: "looks")
    }

    func encode(to encoder: any Encoder) {}
    mutating func restore(from decoder: any Decoder) {}
  }

  /// relu(x W + b) of the hidden layer, by hand.
  @Test func isWhatTheLastLayerIsGiven() {
    let architecture = Architecture(widths: [2, 3, 2])
    var random = RandomStream(seed: 1)
    var network = Network<Float>(architecture, using: &random)
    for i in architecture.biases(layer: 0) { network.parameters[i] = Float(random.normal()) }
    let rows = Matrix<Float>(rows: 4, columns: 2, (0..<8).map { _ in Float(random.normal()) })
    var predictions = Predictions(architecture)
    var meter = Usage()
    let embeddings = predictions.embeddings(of: network, rows, tasks: [], meter: &meter)
    #expect(embeddings.rows == 4 && embeddings.columns == 3)
    let (weights, biases) = (
      Array(network.parameters[architecture.weights(layer: 0)]),
      Array(network.parameters[architecture.biases(layer: 0)])
    )
    for i in 0..<4 {
      for k in 0..<3 {
        let sum = rows[i, 0] * weights[k] + rows[i, 1] * weights[3 + k] + biases[k]
        #expect(abs(embeddings[i, k] - max(0, sum)) < 1e-5)
      }
    }
    #expect(meter.serving == 4 * architecture.forwardFlops)
  }

  /// Without a hidden layer the rows themselves; what it takes is charged as monitoring.
  @Test func aTriggerThatLooksIsShownThem() throws {
    var plan = Plan(.learnable(32))
    let looker = Looker()
    plan.add(Learner())
    plan.add(looker)
    let log = try plan.firstLog()
    #expect(looker.seen.all.count == 8)
    #expect(looker.seen.all.allSatisfy { $0.embeddings == $0.inputs && $0.inputs.rows == 4 })
    let watched = log.ledger.filter { $0.component == .monitoring }.reduce(0) { $0 + $1.amount }
    let inputs = looker.seen.all[0].inputs.columns
    #expect(watched == Double(32 * 2 * inputs * looker.seen.all[0].outputs.columns))
    var blind = Plan(.learnable(32))
    blind.add(Learner())
    blind.add(AtSteps([2]))
    #expect(try blind.firstLog().ledger.allSatisfy { $0.component != .monitoring })
  }
}
