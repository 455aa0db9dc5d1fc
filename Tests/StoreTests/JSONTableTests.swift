import Core
import Store
import Testing

@Suite struct JSONTableTests {
  @Test func rowsByHand() {
    var table = Table(columns: ["name", "count", "mean"])
    table.append([.text("a \"b\""), .integer(3), .number(0.5)])
    table.append([.text(""), .integer(0), .number(nil)])
    #expect(
      JSON.rows(of: table).line == #"[{"name":"a \"b\"","count":3,"mean":0.5},"#
        + #"{"name":"","count":0,"mean":null}]"#)
    #expect(JSON.rows(of: Table(columns: ["name"])).line == "[]")
  }
}
