import Core
import Numerics
import Testing

@Suite struct FingerprintsTests {
  /// Everything of an observation that can be changed.
  private struct Parts {
    var numbers = [3, 5, 40, 2, 7, 1]
    var outcomes = [
      Outcome(label: 1, prediction: 0, loss: 0.5), Outcome(label: 0, prediction: 0, loss: 0.25),
    ]
    var inputs: [Float] = [0.5, -1, 2, 3]
    var outputs: [Float] = [0.25, 0.75]
    var embeddings: [Float] = [1, 0]
    var spending = Spending(flops: 9, seconds: 1.5, money: nil)
    var lastUpdate = Spending(flops: 4, seconds: 0.5, money: 2)

    var fingerprint: UInt64 {
      Observation(
        step: numbers[0], outcomes: outcomes, newRows: numbers[1], historyRows: numbers[2],
        updates: numbers[3], modelAge: numbers[4], inputs: Matrix(rows: 2, columns: 2, inputs),
        outputs: Matrix(rows: 1, columns: 2, outputs),
        embeddings: Matrix(rows: 1, columns: 2, embeddings), spending: spending,
        lastUpdate: lastUpdate,
        complaints: numbers[5]
      ).fingerprint
    }
  }

  @Test func everythingThatIsSeenCounts() {
    var changed: [Parts] = [Parts()]
    func change(_ body: (inout Parts) -> Void) {
      var parts = Parts()
      body(&parts)
      changed.append(parts)
    }
    for i in 0..<6 { change { $0.numbers[i] += 1 } }
    for i in 0..<4 { change { $0.inputs[i] = $0.inputs[i].nextUp } }
    for i in 0..<2 { change { $0.outputs[i] = $0.outputs[i].nextDown } }
    for i in 0..<2 { change { $0.embeddings[i] = $0.embeddings[i].nextUp } }
    change { $0.outcomes.swapAt(0, 1) }
    change { $0.outcomes.removeLast() }
    change { $0.outcomes[0] = Outcome(label: 0, prediction: 0, loss: 0.5) }
    change { $0.outcomes[0] = Outcome(label: 1, prediction: 1, loss: 0.5) }
    change { $0.outcomes[0] = Outcome(label: 1, prediction: 0, loss: 0.75) }
    change { $0.spending.flops += 1 }
    change { $0.spending.seconds = nil }
    change { $0.spending.money = 0 }
    change { $0.lastUpdate.flops += 1 }
    change { $0.lastUpdate.seconds = 1 }
    change { $0.lastUpdate.money = nil }
    #expect(Set(changed.map(\.fingerprint)).count == changed.count)
    #expect(Parts().fingerprint == Parts().fingerprint)
  }
}
