public import Core

extension ResultTables {
  /// A row a run, examination and concept: held-out accuracy then (in regression R²), and how the concept's
  /// rows had been served until then. The rows with a segment are the accuracy matrix R.
  public var accuracyMatrix: Table {
    var table = Table(
      columns: ScoredRun.columns + [
        "segment", "step", "concept", "label", "accuracy", "rows_served", "prequential",
      ])
    for run in runs {
      for (point, tallies) in zip(run.log.evaluations, run.scores.served) {
        for (concept, accuracy) in zip(run.log.concepts, point.accuracies) {
          let tally = tallies[concept.index]
          table.append(
            run.cells + [
              point.segment.map(Table.Cell.integer) ?? .number(nil), .integer(point.step),
              .integer(concept.index), .text(concept.label), .number(accuracy),
              .integer(tally.rows), .number(tally.accuracy),
            ])
        }
      }
    }
    return table
  }
}
