import Core
import Testing

@testable import Evaluation

@Suite struct DiagnosisVerdictTests {
  static func log(_ said: [(step: Int, kind: DriftKind)], _ truths: [DriftTruth]?) -> RunLog {
    var log = RunLog(concepts: [], segments: [], classCount: 2, batch: 10, untrainedAccuracy: [])
    log.truths = truths
    for (step, kind) in said {
      log.record(
        DiagnosisRecord(
          Diagnosis(step: step, kinds: kind == .none ? [] : [kind]), action: "incremental"))
    }
    return log
  }

  /// Drifts at steps 10 and 12 to 15; windows of 5 steps: 10…11 until the next begins, and 12…20.
  @Test func everyRole() throws {
    let truths = [
      DriftTruth(kind: .concept, start: 100, end: 100),
      DriftTruth(kind: .prior, start: 120, end: 150),
    ]
    let said: [(Int, DriftKind)] = [
      (8, .none), (9, .covariate), (10, .none), (11, .concept), (12, .none), (14, .concept),
      (16, .prior), (20, .none), (21, .concept), (22, .none),
    ]
    let verdicts = try #require(Self.log(said, truths).diagnosisVerdicts(window: 5))
    #expect(
      verdicts.map(\.role) == [
        .right, .wrong, .early, .found, .early, .found, .later, .later, .wrong, .right,
      ])
    #expect(verdicts.map(\.drift) == [nil, nil, 0, 0, 1, 1, 1, 1, nil, nil])
    #expect(Self.log(said, nil).diagnosisVerdicts(window: 5) == nil)
  }

  @Test func theTable() {
    let log = Self.log(
      [(10, .concept)],
      [DriftTruth(kind: .concept, start: 100, end: 120, breadth: 0.25, earlier: 20...59)])
    let result = RunResult(strategy: "s", trigger: "t", seed: 3, log: log, wallSeconds: 0)
    let table = ResultTables([result], window: 10).diagnosis
    let row = Dictionary(uniqueKeysWithValues: zip(table.columns, table.rows[0]))
    #expect(row["verdict"] == .text("found") && row["kind"] == .text("concept"))
    #expect(row["true_kind"] == .text("concept") && row["true_breadth"] == .number(0.25))
    #expect(row["true_start"] == .integer(10) && row["true_end"] == .integer(12))
    #expect(row["true_seen_since"] == .integer(2) && row["true_seen_until"] == .integer(5))
    #expect(row["breadth"] == .number(nil))
  }
}
