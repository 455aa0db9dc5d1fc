import Core
import Numerics
import Policies
import Testing

@Suite struct StalenessMatrixTests {
  /// Three steps, one layer: 5 6 7 of the initial model, a model at 0 that serves from 1, none at 1, one at 2 that
  /// is never ready.
  static let small = PlainTable(
    initial: [5, 6, 7],
    layers: [
      [
        CandidateModel(price: 2, lag: 1, losses: [1, 3]), nil,
        CandidateModel(price: 4, lag: 9, losses: []),
      ]
    ])

  @Test func whatItHolds() throws {
    let matrix = try Self.small.matrix()
    let (first, last) = (ScheduledUpdate(step: 0), ScheduledUpdate(step: 2))
    #expect((matrix.steps, matrix.layers) == (3, 1))
    #expect(matrix.candidates == [first, last])
    #expect(!matrix.contains(ScheduledUpdate(step: 1)))
    #expect(!matrix.contains(ScheduledUpdate(step: 0, layer: 1)))
    #expect(!matrix.contains(ScheduledUpdate(step: 0, layer: -1)))
    #expect(
      !matrix.contains(ScheduledUpdate(step: 3)) && !matrix.contains(ScheduledUpdate(step: -1)))
    #expect((matrix.ready(first), matrix.ready(last)) == (1, 3))
    #expect((matrix.price(of: first), matrix.price(of: last)) == (2, 4))
    #expect(matrix.loss(of: nil, over: 0..<3) == 18 && matrix.loss(of: nil, over: 1..<2) == 6)
    #expect(matrix.loss(of: first, over: 2..<3) == 3 && matrix.loss(of: last, over: 3..<3) == 0)
    #expect(matrix.serving(under: [first, last]) == [nil, first, first])
    #expect(matrix.cost(of: [first, last]) == ScheduleCost(serving: 9, updates: 6))
    #expect(matrix.cost(of: []) == ScheduleCost(serving: 18, updates: 0))
    #expect(matrix.weighted(losses: 2, prices: 10).cost(of: [first, last]).total == 78)
  }

  /// Every model of every layer is found where it was put, whatever is missing beside it.
  @Test func findsEveryModel() throws {
    var random = RandomStream(seed: 11)
    for _ in 0..<20 {
      let table = PlainTable.random(steps: 7, layers: 3, lags: .perStart, using: &random)
      let matrix = try table.matrix()
      for step in 0..<7 {
        for layer in 0..<3 {
          let update = ScheduledUpdate(step: step, layer: layer)
          let model = table.model(update)
          #expect(matrix.contains(update) == (model != nil))
          guard let model else { continue }
          #expect(matrix.price(of: update) == model.price)
          #expect(matrix.ready(update) == min(step + model.lag, 7))
          for t in min(step + model.lag, 7)..<7 {
            #expect(matrix.loss(of: update, over: t..<t + 1) == table.loss(update, at: t))
          }
        }
      }
    }
  }

  /// Equal to serving step by step, with pending and overtaken models.
  @Test(arguments: PlainTable.Lags.allCases)
  func costIsThatOfServingStepByStep(lags: PlainTable.Lags) throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let table = PlainTable.random(steps: 9, layers: 2, lags: lags, using: &random)
      let matrix = try table.matrix()
      let schedule = table.schedule(using: &random)
      #expect(matrix.cost(of: schedule).total == table.cost(schedule), "seed \(seed)")
      #expect(
        matrix.serving(under: schedule) == (0..<9).map { table.serving(schedule, at: $0) },
        "seed \(seed)")
      let rough = table.rough(using: &random)
      let difference = try rough.matrix().cost(of: schedule).total - rough.cost(schedule)
      #expect(abs(difference) < 1e-12, "seed \(seed)")
    }
  }

  /// Without a layer a matrix is one that never had its candidates.
  @Test func onlySomeLayers() throws {
    for seed in 0..<20 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      var table = PlainTable.random(steps: 6, layers: 3, lags: .perLayer, using: &random)
      let matrix = try table.matrix().only(layers: [0, 2])
      table.layers[1] = [CandidateModel?](repeating: nil, count: 6)
      let other = try table.matrix()
      #expect(matrix.candidates == other.candidates, "seed \(seed)")
      #expect(matrix.optimum() == other.optimum(), "seed \(seed)")
      #expect(matrix.always(layer: 2) == other.always(layer: 2), "seed \(seed)")
    }
  }

  @Test func saysWhatIsWrong() throws {
    let update = ScheduledUpdate(step: 1)
    func refusal(_ model: CandidateModel) -> StalenessError? {
      #expect(throws: StalenessError.self) {
        try StalenessMatrix(initial: [1, 1, 1], layers: [[nil, model, nil]])
      }
    }
    #expect(throws: StalenessError.noSteps) { try StalenessMatrix(initial: []) }
    #expect(throws: StalenessError.badLoss(nil, step: 1)) {
      try StalenessMatrix(initial: [0, .nan])
    }
    #expect(throws: StalenessError.wrongStarts(layer: 1, count: 1, steps: 2)) {
      try StalenessMatrix(initial: [0, 0], layers: [[nil, nil], [nil]])
    }
    #expect(
      refusal(CandidateModel(price: -1, lag: 0, losses: [1, 1])) == .badPrice(update, -1))
    #expect(
      refusal(CandidateModel(price: .infinity, lag: 0, losses: [1, 1]))
        == .badPrice(update, .infinity))
    #expect(refusal(CandidateModel(price: 0, lag: -1, losses: [1, 1])) == .badLag(update, -1))
    #expect(
      refusal(CandidateModel(price: 0, lag: 1, losses: [1, 1]))
        == .wrongLosses(update, count: 2, expected: 1))
    #expect(
      refusal(CandidateModel(price: 0, lag: 1, losses: [.infinity])) == .badLoss(update, step: 2))
    #expect(
      refusal(CandidateModel(price: 0, lag: -1, losses: []))?.description
        == "the model of layer 0 started at step 1 has lag -1; allowed: ≥ 0")
  }
}
