public import Core

extension Catalog {
  /// Makes a detector by name with settings of the command line, `key=value` each, checked like those of
  /// a scenario. Throws every mistake.
  public func detector(
    named name: String, settings: [String]
  ) throws(InputErrors) -> any DriftDetector {
    var root = Field(
      key: "", place: Place(source: "", line: nil), content: .scalar(name, isPlain: true))
    var reader = ScenarioReader(catalog: self, folder: "")
    apply(settings, to: &root, &reader)
    let component = reader.component(root, .detector)
    guard let component, reader.mistakes.isEmpty else { throw InputErrors(reader.mistakes) }
    var detector: (any DriftDetector)?
    detector = reader.attempt([Section(field: root)]) { try self.detector(component) }
    guard let detector else { throw InputErrors(reader.mistakes) }
    return detector
  }
}
