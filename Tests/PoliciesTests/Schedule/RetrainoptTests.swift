import Foundation
import Policies
import Testing

/// The demo of retrainopt 0.4.2 and random tables solved by its exact planner: equal optima and policy costs.
@Suite struct RetrainoptTests {
  let reference: RetrainoptReference

  init() throws { reference = try RetrainoptReference.read() }

  /// How far our cost of a schedule is from theirs.
  func difference(_ ours: ScheduleCost, _ theirs: RetrainoptReference.Priced) -> Double {
    max(abs(ours.total - theirs.total), abs(ours.updates - theirs.training))
  }

  @Test func everyCellOfTheDemo() throws {
    #expect(reference.version == "0.4.2" && reference.cells.count == 60)
    for cell in reference.cells {
      let matrix = try reference.matrix(of: cell)
      let place: Comment = "\(cell.scenario), quality \(cell.quality), × \(cell.multiplier)"
      for (_, policy) in cell.policies {
        #expect(difference(matrix.cost(of: policy.schedule), policy) < 1e-9, place)
      }
      let optimum = try #require(cell.policies["optimized"])
      let ours = matrix.optimum()
      #expect(abs(ours.cost.total - optimum.total) < 1e-9, place)
      // No cell has two optima.
      #expect(ours.updates == optimum.schedule, place)
      #expect(matrix.priced([]).updates == cell.policies["never"]?.schedule)
      #expect(matrix.always(layer: 3) == cell.policies["always"]?.schedule)
    }
  }

  @Test func everyRandomTable() throws {
    #expect(reference.tables.count == 80)
    var differing = 0
    for (i, table) in reference.tables.enumerated() {
      let matrix = try table.matrix()
      for schedule in table.schedules + [table.optimum] {
        #expect(difference(matrix.cost(of: schedule.schedule), schedule) < 1e-9, "table \(i)")
      }
      let ours = matrix.optimum()
      #expect(abs(ours.cost.total - table.optimum.total) < 1e-9, "table \(i)")
      guard ours.updates != table.optimum.schedule else { continue }
      // Of equally cheap schedules we take the earlier updates, they the later; only whole numbers tie.
      #expect(i % 4 == 0, "table \(i)")
      #expect(ours.updates.lexicographicallyPrecedes(table.optimum.schedule), "table \(i)")
      differing += 1
    }
    #expect(differing > 0)
  }

  /// The table of `results/retrainopt.md`.
  @Test func theFiguresInResults() throws {
    let note = String(
      decoding: try RetrainoptReference.contents("results/retrainopt.md"), as: UTF8.self)
    for family in ["sudden", "gradual", "recurring"] {
      let row = try row(family, reference.cells.filter { $0.scenario == family })
      #expect(note.contains(row + "\n"), "\(row)")
    }
    let row = try row("all", reference.cells)
    #expect(note.contains(row + "\n"), "\(row)")
  }

  /// Medians over cells of both optima and of policies over the optimum, and the greatest difference of any cost.
  func row(_ name: String, _ cells: [RetrainoptReference.Cell]) throws -> String {
    var (ours, theirs, greatest) = ([Double](), [Double](), 0.0)
    for cell in cells {
      let matrix = try reference.matrix(of: cell)
      ours.append(matrix.optimum().cost.total)
      theirs.append(cell.policies["optimized"]?.total ?? .nan)
      greatest = max(greatest, abs(ours[ours.count - 1] - theirs[theirs.count - 1]))
      for policy in cell.policies.values {
        greatest = max(greatest, difference(matrix.cost(of: policy.schedule), policy))
      }
    }
    let ratios = ["never", "periodic", "always"].map { policy in
      String(format: "%.2f", median(cells.map { $0.ratio(policy) }))
    }
    let bound = greatest == 0 ? "0" : "1e\(Int(log10(greatest).rounded(.up)))"
    let columns =
      [name, "\(cells.count)"] + [theirs, ours].map { String(format: "%.6f", median($0)) }
      + ["≤ " + bound] + ratios
    return "| " + columns.joined(separator: " | ") + " |"
  }

  func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
