import Core
import Numerics
import Streams

extension ScenarioReader {
  private static let mostAnchors = 10_000

  /// How to make the stream; also makes one, for what goes wrong only then.
  mutating func stream(
    _ field: Field, _ form: StreamForm = .served, evaluation: Section, warmUp: Int?, seed: Int
  ) -> StreamPlan? {
    guard field.members != nil else {
      report(
        field, "\(field.described) is not a mapping; allowed: \(ScenarioKeys.stream.kind.words)")
      return nil
    }
    if field["generator"] != nil {
      return generatedStream(field, form, evaluation: evaluation, seed: seed)
    }
    if field["path"] != nil {
      return recordedStream(field, form, evaluation: evaluation, warmUp: warmUp)
    }
    let keys = form.generated + catalog.recording.settings
    _ = section(field, keys, structured: form.structured(["concepts"]), isPartial: true)
    reportMissing(StreamKeys.generator, in: field)
    return nil
  }

  /// A file's rows. It is read once, here; every run takes a copy of the value.
  private mutating func recordedStream(
    _ field: Field, _ form: StreamForm, evaluation: Section, warmUp: Int?
  ) -> StreamPlan? {
    let recording = catalog.recording
    guard let section = section(field, form.recorded(recording), structured: form.structured([]))
    else { return nil }
    let labels = labels(field, form)
    if evaluation.field["anchors"] != nil {
      report(
        evaluation.place(of: "anchors"), "a recorded stream has no anchors; allowed: a generator")
    }
    guard section.broken.isEmpty, labels.broken.isEmpty else { return nil }
    let (catalog, values) = (catalog, section.values)
    let stream = attempt([section]) {
      let stream = try recording.make(values, catalog)()
      if let warmUp {
        var trial = stream
        _ = try trial.warmUp(count: warmUp)
      }
      return stream
    }
    guard let stream, let plan = labelPlan(labels, stream), editsFit(stream, evaluation) else {
      return nil
    }
    let wrappers = StreamWrappers(stream: values, labels: labels.values)
    let make: @Sendable (RandomStream) throws -> any DataStream = { root in
      try wrappers.apply(to: stream, root: root)
    }
    guard attempt([section, labels], { try make(RandomStream(seed: 1)) }) != nil else { return nil }
    return StreamPlan(
      label: recording.name, batch: values[StreamKeys.batch], schema: stream.schema, labels: plan,
      complaints: complaints(section, stream.schema), make: make)
  }

  /// A generator's rows under its schedule of concepts.
  private mutating func generatedStream(
    _ field: Field, _ form: StreamForm, evaluation: Section, seed: Int
  ) -> StreamPlan? {
    guard
      let section = section(
        field, form.generated, structured: form.structured(["generator", "concepts"]))
    else { return nil }
    let labels = labels(field, form)
    guard let generatorField = field["generator"],
      let generator = choice(
        generatorField, in: catalog.generators, extra: [], isPartial: true)
    else { return nil }
    let concepts = concepts(field["concepts"], of: generator.entry, generator.section)
    let appearances = appearances(concepts, section)
    let anchors = evaluation[EvaluationKeys.anchors]
    guard generator.section.broken.isEmpty, section.broken.isEmpty, labels.broken.isEmpty,
      let concepts, let appearances, let anchors, let rows = section[StreamKeys.rows]
    else { return nil }
    let distinct = concepts.distinct
    let wrappers = StreamWrappers(stream: section.values, labels: labels.values)
    let make: @Sendable (RandomStream) throws -> any DataStream = { root in
      let stream = try ScheduledStream(
        concepts: distinct, appearances: appearances, rows: rows, anchors: anchors, root: root)
      return try wrappers.apply(to: stream, root: root)
    }
    let root = RandomStream(seed: UInt64(seed))
    guard anchorsFit(anchors, concepts: distinct, rows: rows, evaluation, root: root),
      let trial = attempt([section, generator.section, evaluation, labels], { try make(root) }),
      let plan = labelPlan(labels, trial), editsFit(trial, evaluation)
    else { return nil }
    return StreamPlan(
      label: generator.entry.name, batch: section.values[StreamKeys.batch], schema: trial.schema,
      labels: plan, complaints: complaints(section, trial.schema), make: make)
  }

  /// Who complains; only of answers that can be wrong.
  private mutating func complaints(_ section: Section, _ schema: Schema) -> ComplaintPlan? {
    let plan = ComplaintKeys.plan(section.values)
    if plan != nil, schema.classes.isEmpty {
      report(
        section.place(of: StreamKeys.complaints.name),
        "the stream has no classes, and no answer is right or wrong; allowed: none")
    }
    return plan
  }

  /// Anchors belong to a generator that drifts by itself, and each costs its held-out rows.
  private mutating func anchorsFit(
    _ anchors: Int?, concepts: [(label: String, make: GeneratorFactory)], rows: Int,
    _ evaluation: Section, root: RandomStream
  ) -> Bool {
    guard let anchors else { return true }
    let place = evaluation.place(of: "anchors")
    if let first = concepts.first, (try? first.make(root))?.isDrifting == false {
      report(place, "the stream does not drift by itself; allowed: no anchors")
      return false
    }
    if rows / anchors >= Self.mostAnchors {
      report(place, "\(anchors) makes more than \(Self.mostAnchors) anchors; allowed: a larger one")
      return false
    }
    return true
  }

  /// Only updates on rows that are about something can be examined as corrections.
  private mutating func editsFit(_ stream: any DataStream, _ evaluation: Section) -> Bool {
    let row = [Float](repeating: 0, count: stream.schema.features.count)
    guard evaluation.values[EvaluationKeys.edits], stream.subject(of: row[...], concept: 0) == nil
    else { return true }
    report(
      evaluation.place(of: "edits"),
      "the rows of this stream are about nothing in particular; "
        + "allowed: the generator facts")
    return false
  }

  private mutating func labels(_ stream: Field, _ form: StreamForm) -> Section {
    let section = section(form.labels, in: stream, form.labels.kind.members)
    if section.broken.isEmpty, section.values[StreamKeys.noise] > 0,
      !section.values[StreamKeys.classNoise].isEmpty
    {
      report(section.place(of: "class-noise"), "noise is set too; allowed: one of them")
    }
    return section
  }

  /// When labels arrive, checked against a stream of the plan.
  private mutating func labelPlan(_ labels: Section, _ stream: any DataStream) -> LabelPlan? {
    let values = labels.values
    let plan = LabelPlan(
      delay: values[StreamKeys.delay],
      law: .init(rawValue: values[StreamKeys.delayLaw]) ?? .fixed,
      rate: values[StreamKeys.rate], onlyPredicted: values[StreamKeys.onlyPredicted])
    let schema = stream.schema
    return attempt([labels]) {
      _ = try plan.classIndex(in: schema)
      return plan
    }
  }
}
