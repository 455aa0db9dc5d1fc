import Core
public import Store
import Streams

extension Catalog {
  /// What a scenario may be, as a JSON Schema (draft 2020-12) made from the declarations of keys and
  /// settings: editors complete and check with it. What only reading can tell (transitions that overlap,
  /// a baseline that no row is called, what a data file holds) it lets pass.
  public var schema: JSON {
    .object([
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("title", .text("relearn scenario")),
      ("anyOf", .array(ScenarioKeys.registry.names.map(reference))),
      ("$defs", .object(definitions)),
    ])
  }

  /// A kind of scenario.
  private func file(_ entry: Entry<Void>) -> JSON {
    let keys = entry.settings.map { ($0.name, topLevel($0)) }
    return .object(
      [("description", .text(entry.summary))] + SettingKind.mapping(keys, entry.settings))
  }

  private func topLevel(_ key: SettingDeclaration) -> JSON {
    switch key {
    case ScenarioKeys.stream: return key.schema(streams(.served))
    case ScenarioKeys.training: return key.schema(key.kind.schema + Self.dependentKeys)
    case ScenarioKeys.strategies: return rows(key, reference("strategy-row"))
    case ScenarioKeys.triggers: return rows(key, reference("trigger-row"))
    case DetectionKeys.streams: return rows(key, .object(streams(.watched)))
    case DetectionKeys.detectors: return rows(key, reference("detector-row"))
    default: return key.schema
    }
  }

  /// Any of the streams of a form.
  private func streams(_ form: StreamForm) -> Keywords {
    let names = generators.names + [recording.name]
    return [("anyOf", .array(names.map { reference("\(form.name)-\($0)") }))]
  }

  private var definitions: Keywords {
    let triggerLists = ScenarioKeys.ofStrategy.map {
      ($0.name, $0 == ScenarioKeys.triggers ? topLevel($0) : $0.schema)
    }
    let ofTrigger = ScenarioKeys.ofTrigger.map { ($0.name, $0.schema) }
    let ofDetector = DetectionKeys.ofDetector.map { ($0.name, $0.schema) }
    return ScenarioKeys.registry.entries.map { ($0.name, file($0)) }
      + [StreamForm.served, .watched].flatMap { form in
        generators.entries.map { ("\(form.name)-\($0.name)", generated($0, form)) }
          + [("\(form.name)-\(recording.name)", recorded(form))]
      } + [
        ("strategy-row", choice(strategies.erased, extra: triggerLists, isSwept: true)),
        ("trigger-row", choice(triggers.erased, extra: ofTrigger, isSwept: true)),
        ("detector-row", choice(detectors.erased, extra: ofDetector, isSwept: true)),
      ] + ComponentKind.allCases.map { ($0.rawValue, choice(registry(of: $0))) }
  }

  /// A name, or a mapping with it and its settings, of one of the things of a kind.
  private func choice(
    _ registry: Registry<Void>, extra: Keywords = [], isSwept: Bool = false
  ) -> JSON {
    let bare = registry.entries.filter { !$0.settings.contains(where: \.isRequired) }
    let mappings = registry.entries.map { entry in
      let settings = entry.settings.map {
        ($0.name, $0.schema(isSwept ? $0.kind.sweptSchema : $0.kind.schema))
      }
      return mapping(entry, settings + extra, entry.settings)
    }
    return .object([("anyOf", .array(bare.map(name) + mappings))])
  }

  private func mapping<Product>(
    _ entry: Entry<Product>, _ settings: Keywords, _ declarations: [SettingDeclaration]
  ) -> JSON {
    let key = SettingDeclaration("name", .choice([entry.name]), isRequired: true, entry.summary)
    return .object(
      SettingKind.mapping([("name", name(entry))] + settings, [key] + declarations)
        + [("description", .text(entry.summary))])
  }

  private func name<Product>(_ entry: Entry<Product>) -> JSON {
    .object([("const", .text(entry.name)), ("description", .text(entry.summary))])
  }

  /// A stream of one generator, whose settings its concepts may change.
  private func generated(_ entry: Entry<GeneratorFactory>, _ form: StreamForm) -> JSON {
    let own = Set(StreamKeys.concept.map(\.name))
    let settings = entry.settings.map { ($0.name, $0.schema) }
    let concept = SettingKind.mapping(
      StreamKeys.concept.map { ($0.name, $0.schema) } + settings.filter { !own.contains($0.0) },
      StreamKeys.concept)
    let keys = form.generated.map { key -> (String, JSON) in
      switch key {
      case StreamKeys.generator:
        let either = JSON.array([name(entry), mapping(entry, settings, [])])
        return (key.name, key.schema([("anyOf", either)]))
      case StreamKeys.concepts:
        guard case .list(_, let count) = key.kind else { return (key.name, key.schema) }
        return (key.name, key.schema(SettingKind.list(of: .object(concept), count)))
      default: return (key.name, key.schema)
      }
    }
    return .object(SettingKind.mapping(keys, form.generated))
  }

  private func recorded(_ form: StreamForm) -> JSON {
    let keys = form.recorded(recording)
    return .object(SettingKind.mapping(keys.map { ($0.name, $0.schema) }, keys))
  }

  /// A list of such elements.
  private func rows(_ key: SettingDeclaration, _ element: JSON) -> JSON {
    guard case .list(_, let count) = key.kind else { return key.schema }
    return key.schema(SettingKind.list(of: element, count))
  }

  private func reference(_ definition: String) -> JSON {
    .object([("$ref", .text("#/$defs/\(definition)"))])
  }

  /// Keys of `training` that call for certain optimizers, or exclude or call for other keys.
  private static var dependentKeys: Keywords {
    let optimizer = TrainingKeys.optimizer.declaration.name
    let owned = TrainingKeys.all.compactMap { key in
      TrainingKeys.owners(of: key.name).map { owners in
        let words = JSON.object([("enum", .array(owners.map(JSON.text)))])
        let schema: Keywords = [
          ("properties", .object([(optimizer, words)])), ("required", .array([.text(optimizer)])),
        ]
        return (key.name, JSON.object(schema))
      }
    }
    let conflicting = TrainingKeys.conflicts.map { conflict -> (String, JSON) in
      let schema: Keywords =
        conflict.isRequired
        ? [("required", .array([.text(conflict.other)]))]
        : [("properties", .object([(conflict.other, .flag(false))]))]
      return (conflict.key, .object(schema))
    }
    return [("dependentSchemas", .object(owned + conflicting))]
  }
}
