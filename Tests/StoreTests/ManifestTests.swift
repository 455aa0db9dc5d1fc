import Foundation
import Store
import Testing

@Suite struct ManifestTests {
  @Test func keepsTheOrderWithTheScenarioLast() throws {
    let manifest = Manifest(
      scenario: "name: a\n", fields: [("version", .text("1.0")), ("seeds", .array([.integer(1)]))])
    let expected = """
      {
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
