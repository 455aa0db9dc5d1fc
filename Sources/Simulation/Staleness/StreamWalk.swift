internal import Core
internal import Numerics
internal import Training

/// A walk through a stream that writes down what no model has a part in.
struct StreamWalk {
  private(set) var inputs: [Matrix<Float>] = []
  private(set) var labels: [Float] = []
  private(set) var tasks: [Int] = []
  private(set) var groups: [Int] = []
  private(set) var firstRows = [0]
  private(set) var arrivals: [StalenessStream.Arrival] = []
  private(set) var history: [Int] = []
  private(set) var scalings: [InputScaling<Float>?] = []
  private let batchRows: Int

  /// Walks to the end, or so many steps at most. Labels go through the same queue as in a run, each with the number of its row in place of
  /// what was predicted.
  init(
    _ stream: any DataStream, _ scenario: Scenario, _ labelPlan: LabelPlan, _ first: FirstModel,
    warmUpRows: Int, most: Int = .max, root: RandomStream
  ) throws {
    batchRows = scenario.stream.batch
    let schema = stream.schema
    var (stream, statistics, known) = (stream, first.statistics, warmUpRows)
    let adapts = scenario.model.scaling == .running
    if adapts { scalings.append(first.network.scaling) }
    var batch = Batch(width: schema.features.count)
    var queue = try LabelQueue(labelPlan, schema)
    while inputs.count < most && stream.next(batchRows, into: &batch) {
      let step = inputs.count
      let numbered = batch.labels.indices.map {
        Outcome(row: labels.count + $0, label: batch.labels[$0])
      }
      add(batch, schema)
      if adapts {
        statistics.add(batch.features)
        scalings.append(statistics.scaling)
      }
      let delivery = queue.exchange(
        batch, numbered, step: step, random: root.child("labels", step))
      arrivals.append(arrival(delivery))
      known += delivery?.examples.count ?? 0
      history.append(known)
    }
  }

  private mutating func add(_ batch: Batch, _ schema: Schema) {
    inputs.append(batch.features)
    labels += batch.labels
    if !schema.taskClasses.isEmpty { tasks += batch.tasks }
    if !schema.groups.isEmpty { groups += batch.groups }
    firstRows.append(labels.count)
  }

  /// Rows that follow one another within a step make one stretch.
  private func arrival(_ delivery: LabelQueue.Delivery?) -> StalenessStream.Arrival {
    guard let delivery else { return StalenessStream.Arrival() }
    var stretches: [Range<Int>] = []
    for row in delivery.outcomes.map(\.row) {
      if let last = stretches.last, last.upperBound == row, row % batchRows != 0 {
        stretches[stretches.count - 1] = last.lowerBound..<row + 1
      } else {
        stretches.append(row..<row + 1)
      }
    }
    return StalenessStream.Arrival(rows: stretches, examples: delivery.examples)
  }
}

extension Outcome {
  /// A label on its way through the queue that says where it belongs, in place of a prediction.
  fileprivate init(row: Int, label: Float) {
    self.init(label: label, prediction: Float(bitPattern: UInt32(row)), loss: 0)
  }

  fileprivate var row: Int { Int(prediction.bitPattern) }
}
