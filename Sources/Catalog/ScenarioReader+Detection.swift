import Core

extension ScenarioReader {
  /// Whether the scenario, misspelt or not, is one of detectors.
  func comparesDetectors(_ root: Field) -> Bool {
    if root["detectors"] != nil { return true }
    let own = DetectionKeys.all.map(\.name).filter { $0 == "detectors" || $0 == "streams" }
    let known = Set(ScenarioKeys.all.map(\.name))
    guard root["strategies"] == nil, let members = root.members else { return false }
    return members.contains { member in
      !known.contains(member.name)
        && Spelling.nearest(to: member.name, among: known.sorted() + own).map(own.contains) == true
    }
  }

  /// The comparison of detectors, or `nil` when there are mistakes.
  mutating func detection(_ root: Field, text: String) -> DetectionScenario? {
    let structured = Set(DetectionKeys.all.map(\.name)).subtracting(["name", "seeds"])
    refuseStrategies(root)
    guard let top = section(root, DetectionKeys.all, structured: structured) else { return nil }
    let (name, seeds, warmUpSection) = (name(top), seeds(top), warmUp(root))
    let warmUp = warmUpSection[ScenarioKeys.warmUpRows]
    if warmUp == 0 {
      report(
        warmUpSection.place(of: "rows"),
        "0 is out of range, as the watched model learns nothing else; allowed: at least 1")
    }
    let model = model(root)
    let recipe = recipe(section(ScenarioKeys.training, in: root, TrainingKeys.all))
    let score = section(DetectionKeys.score, in: root, [DetectionKeys.window.declaration])
    var detectors: [(plan: DetectorPlan, field: Field)] = []
    if let field = root["detectors"] { detectors = detectorPlans(field) }
    var streams: [WatchedStream] = []
    if let field = root["streams"] {
      streams = watchedStreams(
        field, warmUp: warmUp, seed: seeds?.first ?? 1, detectors: detectors)
    }
    guard mistakes.isEmpty, let name, let seeds, let recipe, let warmUp,
      let window = score[DetectionKeys.window]
    else { return nil }
    return DetectionScenario(
      name: name, text: text, seeds: seeds, streams: streams, detectors: detectors.map(\.plan),
      model: plan(model.values), recipe: recipe, warmUpRows: warmUp, window: window)
  }

  /// Keys of the other kind of scenario are told as such, not as unknown.
  private mutating func refuseStrategies(_ root: Field) {
    for key in [ScenarioKeys.strategies, ScenarioKeys.triggers] {
      guard let field = root[key.name] else { continue }
      report(field, "not beside detectors; allowed: a scenario of one or the other")
    }
  }

  private mutating func watchedStreams(
    _ field: Field, warmUp: Int?, seed: Int, detectors: [(plan: DetectorPlan, field: Field)]
  ) -> [WatchedStream] {
    guard let elements = field.elements, !elements.isEmpty else {
      let what = field.elements == nil ? field.described : "an empty list"
      report(field, "\(what) is not allowed here; allowed: a list of streams, each a mapping")
      return []
    }
    var streams: [WatchedStream] = []
    for element in elements {
      let name = element["name"].map { value($0, .text) }
      let none = Section(field: Field(key: "", place: element.place, content: .mapping([])))
      let plan = stream(element, .watched, evaluation: none, warmUp: warmUp, seed: seed)
      if case .some(nil) = name { continue }
      guard let plan, let number = watched(element, plan, seed: seed, warmUp: warmUp) else {
        continue
      }
      var label = plan.label
      if case .text(let text)?? = name { label = text }
      if streams.contains(where: { $0.name == label }) {
        report(
          element["name"] ?? element,
          "a second stream called \(label); allowed: a name of its own")
      }
      streams.append(WatchedStream(name: label, plan: plan, watch: number.watch))
      refuse(number, of: label, among: detectors)
    }
    return streams
  }

  /// Tells which detectors do not take numbers of a kind.
  private mutating func refuse(
    _ number: WatchedNumber, of stream: String,
    among detectors: [(plan: DetectorPlan, field: Field)]
  ) {
    for (plan, field) in detectors {
      guard var detector = try? plan.make() else { continue }
      do {
        for value in number.trial { _ = try detector.update(value) }
      } catch {
        let problem = (error as? InputError)?.problem ?? "\(error)"
        report(field, "\(problem); stream \(stream) watches \(number.word)")
      }
    }
  }
}
