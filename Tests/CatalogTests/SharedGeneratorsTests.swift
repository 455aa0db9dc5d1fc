import Core
import Foundation
import Numerics
import Testing

@testable import Catalog

@Suite struct SharedGeneratorsTests {
  /// A table is read once for equal settings, wherever it is named: the second time its file is gone.
  @Test func equalSettingsAreMadeOnce() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data((0..<20).map { "\($0),\($0 % 2)\n" }.joined().utf8).write(to: file)
    let components = SharedGenerators(.standard)
    let table = Component(name: "table", settings: ["path": .text(file.path)])
    let rows = try components.generator(table)
    try FileManager.default.removeItem(at: file)
    let again = try components.generator(table)
    let task = Component(
      name: "split", settings: ["of": .component(table), "classes-per-task": .integer(2)])
    var random = RandomStream(seed: 1)
    for factory in [rows, again, try components.generator(task)] {
      let held = try factory(RandomStream(seed: 1)).holdout(5, using: &random)
      #expect(held.features.elements == [9, 19])
    }
    #expect(throws: InputError.self) {
      try components.generator(
        Component(name: "table", settings: ["path": .text(file.path), "limit": .integer(10)]))
    }
  }
}
