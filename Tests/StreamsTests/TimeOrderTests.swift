import Core
import Numerics
import Testing

@testable import Streams

@Suite struct TimeOrderTests {
  static func read(_ times: [String], isSorted: Bool = false) throws -> LabelledTable {
    let rows = times.enumerated().map { "\($1),\($0),\($0 % 2)\n" }.joined()
    return try LabelledTableTests.read("when,x,y\n" + rows) {
      ($0.time, $0.isSorted) = ("when", isSorted)
    }
  }

  /// Each list is in order.
  static let ordered: [[String]] = [
    ["-3", "-2.5", "0", "9", "10", "1e3"],
    ["2024-01-09", "2024-01-10", "2024-02-01", "2025-01-01"],
    ["2024-1-9", "2024-1-10", "2024-2-1", "2024-11-1"],
    ["2024-01-09", "2024-01-09T10:00", "2024-01-09T10:00:01", "2024-01-09T10:00:01.5"],
    ["9:59", "10:00:00.125", "10:00:00.25", "10:00:00.5", "10:00:01"], ["2024w9", "2024w10"],
    ["a", "b", "b", "ba"], ["1", "2", "10", "x"],
  ]

  @Test(arguments: ordered) func timesInOrderAreAccepted(times: [String]) throws {
    #expect(try Self.read(times).schema.features == ["x"])
    for i in 1..<times.count where times[i] != times[i - 1] {
      var swapped = times
      swapped.swapAt(i, i - 1)
      let error = #expect(throws: InputError.self) { try Self.read(swapped) }
      #expect(error?.line == i + 2)
      #expect(error?.problem.contains("\(swapped[i]) comes after") == true)
    }
  }

  /// Every rotation of a list is sorted, equal times in the order of the file.
  @Test(arguments: ordered) func rowsAreSortedByTime(times: [String]) throws {
    for shift in times.indices {
      let rotated = Array(times[shift...] + times[..<shift])
      let table = try Self.read(rotated, isSorted: true)
      let read = (0..<table.count).map { rotated[Int(table.features[$0, 0])] }
      #expect(read == times)
    }
    let stable = try Self.read(["2", "1", "2", "1", "1.0", "2"], isSorted: true)
    #expect(stable.features.elements == [1, 3, 4, 0, 2, 5])
  }

  @Test func whatCannotBeOrderedIsRefused() throws {
    for date in ["31/12/2024", "1.2.2024", "12-31-2024"] {
      for isSorted in [false, true] {
        let error = #expect(throws: InputError.self) {
          try Self.read([date, date], isSorted: isSorted)
        }
        #expect(error?.line == 2 && error?.problem.contains("year last") == true)
      }
    }
    let missing = #expect(throws: InputError.self) { try Self.read(["1", ""]) }
    #expect(missing?.line == 3 && missing?.problem.contains("when is missing") == true)
    let setting = #expect(throws: SettingError.self) { try TableDialect(["sort": .flag(true)]) }
    #expect(setting?.name == "sort")
  }
}
