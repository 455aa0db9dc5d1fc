internal import Core
internal import Training

/// What a run has spent and not yet written into its ledger.
struct Account {
  /// The meter of the version that serves now.
  var serving = Usage()
  /// The meter of examinations.
  var evaluating = Usage()
  /// The meter of candidates that answered rows without serving them.
  var shadowing = Usage()
  /// What updates have taken so far, and the last of them.
  private(set) var spending: Spending
  private(set) var lastUpdate: Spending
  /// What the trainer had used when it was last charged.
  private var charged = Usage()
  /// What has added up since the version began to serve.
  private var period = Period()
  /// Operations of what watches that have been written down.
  private var watched = 0
  /// The names of the classes; none in regression.
  private let classes: [String]
  /// FLOP that the scenario's plain network takes for a row.
  private let plainFlops: Int
  /// Bytes of its parameters.
  private let modelBytes: Int

  /// What a machine and prices make of it.
  private let hardware: HardwareProfile?
  private let costModel: (any CostModel)?
  /// Versions that are kept.
  private var kept = 1

  init(
    _ schema: Schema, _ architecture: Architecture, hardware: HardwareProfile? = nil,
    costModel: (any CostModel)? = nil
  ) {
    (self.hardware, self.costModel) = (hardware, costModel)
    spending = Spending(
      seconds: hardware == nil ? nil : 0, money: costModel == nil ? nil : 0)
    lastUpdate = spending
    classes = schema.classes
    plainFlops = architecture.forwardFlops
    modelBytes = architecture.parameterCount * MemoryLayout<Float>.size
  }

  /// What adds up while one version serves.
  private struct Period {
    var steps = 0
    var rows = 0
    var labels = 0
    var preparedRows = 0
    var preparedBytes = 0
    var stateBytes = 0.0
    var versions = 0
    var errors: [Int: Int] = [:]
  }

  /// Notes a step that was served while the strategy kept so many bytes.
  mutating func serve(_ step: StepRecord, stateBytes: Int) {
    period.steps += 1
    period.rows += step.rows
    period.stateBytes += Double(stateBytes)
    period.versions += kept
    for cell in step.cells where cell.label != cell.prediction {
      period.errors[cell.label * classes.count + cell.prediction, default: 0] += cell.count
    }
  }

  /// Notes labels that arrived, and the rows among them that can be trained on.
  mutating func receive(labels: Int, _ rows: Examples) {
    period.labels += labels
    period.preparedRows += rows.count
    period.preparedBytes += rows.byteCount
  }

  /// What a trainer has used since this was last asked.
  mutating func take(_ used: Usage) -> Usage {
    defer { charged = used }
    return used - charged
  }

  /// What an update takes, as those who decide on the next will know.
  func spending(of usage: Usage, at point: LedgerPoint) -> Spending {
    let money: Double? =
      switch costModel?.cost(ofUpdate: usage, at: point).money {
      case .known(let money)?: money
      // The price book leaves updates out.
      case Charge.none?: 0
      case .unknown?, nil: nil
      }
    return Spending(
      flops: usage.trainingFlops,
      seconds: hardware?.seconds(ofUpdate: usage.trainingFlops), money: money)
  }

  /// Notes what an update has taken, for those who decide on the next; the warm-up is none.
  mutating func spend(_ usage: Usage, at point: LedgerPoint, isUpdate: Bool = true) {
    lastUpdate = spending(of: usage, at: point)
    if isUpdate { spending = spending + lastUpdate }
  }

  /// What a new version costs before it serves a row.
  mutating func deployment(at point: LedgerPoint) -> [LedgerEntry] {
    kept += 1
    return [
      point.entry(.deployment, .deployments, 1),
      point.entry(.deployment, .model, modelBytes, basis: .modelled),
    ].compactMap(\.self)
  }

  /// A version is kept no more.
  mutating func withdraw() { kept -= 1 }

  /// The steps that a version has served, `step` the last of them.
  func period(until step: Int, of version: Int) -> LedgerPoint {
    LedgerPoint(step: step, steps: max(period.steps, 1), version: version)
  }

  /// Ends the account of the version that served until now.
  mutating func closeVersion(at point: LedgerPoint) -> [LedgerEntry] {
    defer { (serving, shadowing, period) = (Usage(), Usage(), Period()) }
    let plain = min(serving.serving, period.rows * plainFlops)
    let held = Double(period.versions) * Double(modelBytes)
    let spent = [
      point.entry(.serving, .forward, plain),
      point.entry(.serving, .queries, period.rows),
      point.entry(.servingOverhead, .forward, serving.serving - plain),
      point.entry(.shadowServing, .forward, shadowing.serving),
      point.entry(.labels, .labels, period.labels),
      point.entry(.dataPreparation, .rows, period.preparedRows),
      point.entry(.dataPreparation, .data, period.preparedBytes),
      point.entry(.storage, .stateHeld, period.stateBytes),
      point.entry(.storage, .versionsHeld, held, basis: .modelled),
    ]
    return (spent + errors(at: point)).compactMap(\.self)
  }

  /// What watches has taken, beyond what was written down before: checks of arriving rows, descriptions of drifts
  /// and the trigger, so many operations in all so far.
  mutating func monitoring(_ flops: [Int?], at point: LedgerPoint) -> LedgerEntry? {
    let total = flops.reduce(0) { $0 + ($1 ?? 0) }
    defer { watched = total }
    return point.entry(.monitoring, .tests, total - watched, basis: .modelled)
  }

  private func errors(at point: LedgerPoint) -> [LedgerEntry?] {
    period.errors.sorted { $0.key < $1.key }.map { cell, count in
      point.errors(
        label: classes[cell / classes.count], prediction: classes[cell % classes.count],
        count: count)
    }
  }
}
