import Core
import Numerics
import Testing

@testable import Streams

/// Rows that come from clients.
@Suite struct ClientsTests {
  static func stream(_ values: SettingValues, rows: Int = 20_000) throws -> Clients {
    let inner = try ScheduledStream([try Stagger.entry(["function": .integer(3)])], rows: rows)
    return Clients(inner, values, random: RandomStream(seed: 8))
  }

  @Test func withoutSkewAllAreAlike() throws {
    var stream = try Self.stream(["count": .integer(4)])
    #expect(stream.schema.clientCount == 4)
    let rows = stream.rest(by: 500)
    for client in 0..<4 {
      for y in 0..<2 {
        let ofClass = rows.labels.indices.filter { rows.labels[$0] == Float(y) }
        let count = ofClass.count { rows.clients[$0] == client }
        #expect(isClose(count, of: ofClass.count, to: 0.25))
      }
    }
  }

  /// Warm-up rows have clients too.
  @Test func theWarmUpHasClients() throws {
    var stream = try Self.stream(["count": .integer(4), "skew": .number(0.5)], rows: 500)
    let warmUp = try stream.warmUp(count: 300)
    #expect(warmUp.clients.count == 300 && Set(warmUp.clients).isSubset(of: 0..<4))
    #expect(Set(warmUp.clients).count > 1)
    #expect(warmUp.gather([5, 2]).clients == [warmUp.clients[5], warmUp.clients[2]])
  }

  /// P(client | class) is the client's share of the class among all clients' shares.
  @Test(arguments: [0.05, 1, 500]) func skew(_ alpha: Double) throws {
    var stream = try Self.stream(["count": .integer(5), "skew": .number(alpha)])
    let cumulative = stream.cumulative
    let rows = stream.rest(by: 999)
    for y in 0..<2 {
      #expect(abs((cumulative[y].last ?? 0) - 1) < 1e-12)
      let ofClass = rows.labels.indices.filter { rows.labels[$0] == Float(y) }
      for client in 0..<5 {
        let p = cumulative[y][client] - (client == 0 ? 0 : cumulative[y][client - 1])
        let count = ofClass.count { rows.clients[$0] == client }
        #expect(
          abs(Double(count) - p * Double(ofClass.count)) <= 4
            * (p * Double(ofClass.count)).squareRoot() + 1)
        if alpha == 500 { #expect(abs(p - 0.2) < 0.05, "nearly equal shares") }
      }
    }
  }

  /// The mean of a Dirichlet share is 1/k and its variance (k − 1) / (k² (kα + 1)): k = 2, α = ½.
  @Test func sharesAreDirichlet() throws {
    let stream = try Self.stream(["count": .integer(40_000), "skew": .number(0.5)], rows: 1)
    // q_c(1) is proportional to P(c | 1), whose mean over clients is 1/40 000.
    let sums = stream.cumulative[1]
    let shares = sums.indices.map { (sums[$0] - ($0 == 0 ? 0 : sums[$0 - 1])) * 40_000 / 2 }
    let mean = shares.reduce(0, +) / 40_000
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
    #expect(abs(mean - 0.5) < 1e-9 && abs(variance - 0.125) < 0.003)
  }

  @Test func rowsAreTheInnerStreams() throws {
    var (stream, inner) = (
      try Self.stream(["count": .integer(3), "skew": .number(0.1)], rows: 300),
      try ScheduledStream([try Stagger.entry(["function": .integer(3)])], rows: 300)
    )
    var rows = stream.rest(by: 7)
    rows.clients = rows.clients.map { _ in 0 }
    #expect(rows.isSame(as: inner.rest(by: 300)))
  }
}
