import Core
import Store
import Testing

@Suite struct StoredLedgerTests {
  private static let header =
    "strategy,trigger,seed,step,version,component,quantity,unit,amount,basis,steps,money\n"
  private static let row = "ewc,every,3,9,1,errors,a→b,errors,2.5,modelled,4,\n"

  private func ledger(_ row: String) throws -> StoredLedger {
    try StoredLedger(StoredTable(Self.header + row, file: "ledger.csv"))
  }

  @Test func readsWhatWasWritten() throws {
    let entries = try ledger(Self.row).entries
    #expect(entries.count == 1)
    #expect(entries[0].run == .init(strategy: "ewc", trigger: "every", seed: 3))
    #expect(
      entries[0].entry
        == LedgerEntry(
          step: 9, steps: 4, version: 1, component: .errors, quantity: "a→b", unit: .errors,
          amount: 2.5, basis: .modelled))
  }

  /// Each cell in turn is wrong.
  @Test(arguments: [
    (",errors,a", ",erors,a", "component", "did you mean errors?"),
    (",errors,2", ",error,2", "unit", "allowed: flop"),
    ("2.5", "-1", "amount", "a number ≥ 0"), ("2.5", "", "amount", "nothing is wrong"),
    ("2.5", "inf", "amount", "a number ≥ 0"), ("modelled", "guessed", "basis", "measured"),
    (",4,", ",0,", "steps", "a whole number"), (",3,9", ",x,9", "seed", "x is wrong"),
    (",9,1", ",9.5,1", "step", "9.5 is wrong"),
  ])
  func damage(_ old: String, _ new: String, _ key: String, _ words: String) {
    let error = #expect(throws: InputError.self) {
      try ledger(Self.row + Self.row.replacing(old, with: new, maxReplacements: 1))
    }
    #expect(error?.file == "ledger.csv" && error?.line == 3 && error?.key == key)
    #expect(error?.problem.contains(words) ?? false, "\(error?.problem ?? "")")
  }

  @Test func anotherTableIsTold() {
    let error = #expect(throws: InputError.self) {
      try StoredLedger(StoredTable("strategy,trigger\n", file: "x.csv"))
    }
    #expect(error?.problem.contains("no column seed") ?? false)
  }
}
