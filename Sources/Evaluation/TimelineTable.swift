public import Core

extension ResultTables {
  /// A row a run and step: how the rows of the step were served.
  public var timeline: Table {
    var table = Table(
      columns: ScoredRun.columns + [
        "step", "version", "rows", "concept", "accuracy", "windowed_accuracy",
        "faded_accuracy", "loss", "bayes", "no_change", "majority", "mean_concept_accuracy",
      ])
    for run in runs {
      let examined = Dictionary(
        run.log.evaluations.map { ($0.step, mean($0.accuracies)) }, uniquingKeysWith: { $1 })
      for (i, step) in run.log.steps.enumerated() {
        table.append(
          run.cells + cells(step, i, run.scores) + [.number(examined[step.step] ?? nil)])
      }
    }
    return table
  }

  /// The cells of the step at place `i` of its log.
  private func cells(_ step: StepRecord, _ i: Int, _ scores: RunScores) -> [Table.Cell] {
    let isClassified = scores.log.classCount > 0
    func share(_ sum: Double?) -> Table.Cell {
      .number(step.rows > 0 ? sum.map { $0 / Double(step.rows) } : nil)
    }
    func share(of control: Control) -> Table.Cell {
      share(isClassified ? Double(control.correct(in: step)) : nil)
    }
    return [
      .integer(step.step), .integer(step.version), .integer(step.rows),
      prevailingConcept(step).map(Table.Cell.integer) ?? .number(nil),
      .number(scores.accuracy(i..<i + 1)), .number(scores.windowedAccuracy(at: i)),
      .number(isClassified ? scores.faded.values[i] : nil),
      share(step.lossSum), share(step.bayesSum), share(of: .noChange), share(of: .majority),
    ]
  }

  /// The concept most rows of a step were drawn from (ties: the one that appeared first).
  private func prevailingConcept(_ step: StepRecord) -> Int? {
    var best: (concept: Int, rows: Int)?
    var current = (concept: -1, rows: 0)
    for cell in step.cells {  // in increasing order of concepts
      current = (cell.concept, cell.count + (cell.concept == current.concept ? current.rows : 0))
      if current.rows > best?.rows ?? 0 { best = current }
    }
    return best?.concept
  }
}
