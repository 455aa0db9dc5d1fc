import Testing

@testable import Simulation

@Suite struct ControlsTests {
  /// Labels 1 0 0 1 1 2: the most frequent so far, the smaller class where two are level.
  @Test func predictionsByHand() {
    var controls = Controls(classes: 3)
    var guesses: [(noChange: Int?, majority: Int?)] = []
    for label in [1, 0, 0, 1, 1, 2] {
      guesses.append(controls.predictions)
      let right = controls.score(label)
      #expect(right.noChange == (guesses[guesses.count - 1].noChange == label))
      #expect(right.majority == (guesses[guesses.count - 1].majority == label))
    }
    #expect(guesses.map(\.noChange) == [nil, 1, 0, 0, 1, 1])
    #expect(guesses.map(\.majority) == [nil, 1, 0, 0, 0, 1])
  }
}
