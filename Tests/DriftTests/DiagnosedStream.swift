import Core
import Numerics

@testable import Drift

/// A production system in the hands of a test: rows of a law that the test chooses, and a diagnoser beside them.
struct DiagnosedStream {
  typealias Law = (inout RandomStream) -> (x: [Float], label: Float)

  var diagnoser: DriftDiagnoser
  private(set) var random: RandomStream
  private(set) var step = 0
  let width: Int
  static let batch = 100

  static let quick: SettingValues = ["permutations": .integer(199), "level": .number(0.05)]

  /// With a warm-up of the law.
  init(
    seed: UInt64, width: Int = 2, classes: Int = 2, settings: SettingValues = quick,
    warmUp: Int = 1500, _ law: Law
  ) {
    self.width = width
    diagnoser = DriftDiagnoser(
      Schema(
        features: (0..<width).map { "x\($0)" }, classes: (0..<classes).map { "\($0)" }), settings)
    random = RandomStream(seed: seed)
    step = -1
    feed(draw(warmUp, law))
    step = 0
  }

  mutating func draw(_ count: Int, _ law: Law) -> Examples {
    var rows = Examples(width: width)
    for _ in 0..<count {
      let (x, label) = law(&random)
      rows.append(row: x, label: label)
    }
    return rows
  }

  /// A step whose labels arrive at once; the live model answers class 1 where x₀ + x₁ > 0.
  mutating func feed(_ rows: Examples, labelled: Bool = true) {
    let outcomes = (0..<rows.count).map { i in
      let row = rows.features.row(i)
      let sum = row.reduce(0, +)
      return Outcome(label: rows.labels[i], prediction: sum > 0 ? 1 : 0, loss: 0)
    }
    diagnoser.observe(inputs: rows.features, step: step, using: &random)
    if labelled {
      diagnoser.observe(
        rows, outcomes: step < 0 ? [] : outcomes, servedBy: step < 0 ? nil : 0, step: step,
        using: &random)
    }
  }

  mutating func run(_ steps: Int, labelled: Bool = true, _ law: Law) {
    for _ in 0..<steps {
      feed(draw(Self.batch, law), labelled: labelled)
      step += 1
    }
  }

  mutating func diagnose() throws -> Diagnosis {
    try diagnoser.diagnose(step: step - 1, using: &random)
  }

  mutating func updated() { diagnoser.updated(step: step - 1, using: &random) }

  /// x ~ N((shift, 0), I); class 1 where x₀ + x₁ > 0, a tenth of the labels the other one.
  static func plain(shift: Float = 0, flipped: @escaping ([Float]) -> Bool = { _ in false }) -> Law
  {
    { random in
      let x = [Float(random.normal()) + shift, Float(random.normal())]
      let isOne = (x[0] + x[1] > 0) != flipped(x)
      return (x, (isOne != random.bernoulli(0.1)) ? 1 : 0)
    }
  }

  /// Class 1 with probability `share`; x ~ N(±(1, 1)·0.8, I) by class.
  static func byClass(share: Double) -> Law {
    { random in
      let isOne = random.bernoulli(share)
      let centre: Float = isOne ? 0.8 : -0.8
      return ([Float(random.normal()) + centre, Float(random.normal()) + centre], isOne ? 1 : 0)
    }
  }
}
