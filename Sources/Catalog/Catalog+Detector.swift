public import Core

extension Catalog {
  /// Makes a detector by name with settings of the command line, `key=value` each, checked like those of
  /// a scenario. Throws every mistake.
  public func detector(
    named name: String, settings: [String]
  ) throws(InputErrors) -> any DriftDetector {
    try made(name, .detector, settings) { try detector($0) }
  }

  /// Makes a two-sample test by name, likewise.
  public func test(
    named name: String, settings: [String]
  ) throws(InputErrors) -> any TwoSampleTest {
    try made(name, .test, settings) { try test($0) }
  }

  private func made<Product>(
    _ name: String, _ kind: ComponentKind, _ settings: [String],
    _ make: (Component) throws -> Product
  ) throws(InputErrors) -> Product {
    var root = Field(
      key: "", place: Place(source: "", line: nil), content: .scalar(name, isPlain: true))
    var reader = ScenarioReader(catalog: self, folder: "")
    apply(settings, to: &root, &reader)
    let component = reader.component(root, kind)
    guard let component, reader.mistakes.isEmpty else { throw InputErrors(reader.mistakes) }
    let product = reader.attempt([Section(field: root)]) { try make(component) }
    guard let product else { throw InputErrors(reader.mistakes) }
    return product
  }
}
