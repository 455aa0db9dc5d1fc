import Foundation
import Store
import Testing

@Suite struct ManifestTests {
  @Test func keepsTheOrderWithTheNameFirstAndTheScenarioLast() throws {
    let manifest = Manifest(
      name: "a", scenario: "name: a\n",
      fields: [("version", .text("1.0")), ("seeds", .array([.integer(1)]))])
    let expected = """
      {
        "name": "a",
        "version": "1.0",
        "seeds": [
          1
        ],
        "scenario": "name: a\\n"
      }

      """
    #expect(manifest.text == expected)
  }
}
