public import Core
public import Numerics

/// Facts: what (entity, relation) pairs map to, asked in ever new words; knowledge that gets edited.
///
/// Each of E entities and R relations has a code of d standard normal coordinates, each of the E·R facts
/// one of K objects, drawn uniformly. A query is about a known entity and a relation, both uniform: its
/// features are their codes, 2d numbers, plus N(0, σ²) a coordinate (`paraphrase`); its label is the
/// fact's object. Entities and relations are guessed from the features alone: with w_e ∝ exp(−‖x₁ −
/// c_e‖² / 2σ²) and w_r likewise, p(y | x) = Σ_{(e, r) has y} w_e w_r. A row's `bayes` is its maximum,
/// and exact; the concept's is their mean over 2048 rows (standard error at most .011, a tenth of it
/// with the defaults). Densities are exact, and so are the shares of the classes, counts of facts. O((E
/// + R) d + E R) a row.
///
/// Knowledge drifts in three ways, each a list of concepts:
/// * *local edit*: a share `edited` of all facts has another object than the base knowledge; for σ → 0
///   the two disagree on that share of the rows (where all entities are known). Edits nest: a larger
///   share has those of a smaller one. Another `edit-draw` edits other facts;
/// * *new facts*: a larger share of the entities is `known`, that is, asked for;
/// * *foundational*: the first `permuted` relations mean something else: their objects, edits included,
///   go through a random permutation that leaves none in its place.
///
/// Codes, base knowledge, edits and permutations come from children of `root.child("facts", draw)`;
/// another draw is another world, codes included.
///
/// Source: own definition, after the editing of facts (subject, relation, object) in language models:
/// Meng et al., *Locating and editing factual associations in GPT*, NeurIPS 2022.
public struct Facts: Generator {
  static let entities = Setting.integer(
    "entities", in: .closed(1, 10_000), default: 50, "number of entities, E")
  static let relations = Setting.integer(
    "relations", in: .closed(1, 100), default: 5, "number of relations, R")
  static let objectCount = Setting.integer(
    "objects", in: .closed(2, 1000), default: 10, "number of objects, the classes, K")
  static let code = Setting.integer(
    "code", in: .closed(1, 64), default: 8, "coordinates of the code of an entity or relation, d")
  static let paraphrase = Setting.number(
    "paraphrase", in: .closed(0.01, 10), default: 0.3,
    "standard deviation of a query's coordinates about the codes, σ")
  static let known = Setting.number(
    "known", in: .upTo(0, 1), default: 1, "share of the entities that are asked for")
  static let edited = Setting.number(
    "edited", in: .closed(0, 1), default: 0, "share of all facts whose object is another one")
  static let editDraw = Setting.integer(
    "edit-draw", default: 1, "which draw of the edits and permutations")
  static let permuted = Setting.integer(
    "permuted", in: .closed(0, 100), default: 0, "relations whose objects are exchanged; at most R")
  static let draw = Setting.integer(
    "draw", default: 1, "which draw of codes and base knowledge; another number is another world")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "facts", "objects of (entity, relation) queries, whose facts are edited, added or redefined",
    formula: "x = (code of e, code of r) + N(0, σ² I); y = object of (e, r); e, r uniform",
    source: "own definition, after Meng et al. 2022",
    settings: [
      entities.declaration, relations.declaration, objectCount.declaration, code.declaration,
      paraphrase.declaration, known.declaration, edited.declaration, editDraw.declaration,
      permuted.declaration, draw.declaration,
    ]
  ) { values, _ in
    guard values[permuted] <= values[relations] else {
      throw SettingError(
        "permuted", "\(values[permuted]) of \(values[relations]) relations cannot be permuted")
    }
    return { root in Facts(values, root: root) }
  }

  private static let bayesRows = 2048

  /// Its columns: the entity's code, then the relation's.
  public let schema: Schema
  /// Accuracy of the best classifier, by Monte Carlo.
  public private(set) var bayesAccuracy: Double?
  /// The object of entity e under relation r at e·R + r.
  let objects: [Int]
  let entities: Codes
  let relations: Codes
  let spread: Double
  /// w of known entities and of relations, and p(y | x), of the row that is being drawn.
  private(set) var entityWeights: [Double]
  private(set) var relationWeights: [Double]
  private var density: [Double]

  init(_ values: SettingValues, root: RandomStream) {
    let (entities, relations) = (values[Self.entities], values[Self.relations])
    let (count, width) = (values[Self.objectCount], values[Self.code])
    let world = root.child("facts", values[Self.draw])
    var (first, second) = (world.child("entities"), world.child("relations"))
    self.entities = Codes(count: entities, width: width, using: &first)
    self.relations = Codes(count: relations, width: width, using: &second)
    var (base, edits) = (world.child("objects"), world.child("edits", values[Self.editDraw]))
    var knowledge = Knowledge(
      entities: entities, relations: relations, objects: count, using: &base)
    knowledge.edit(values[Self.edited], using: &edits)
    for relation in 0..<values[Self.permuted] {
      var permutation = edits.child("permutation", relation)
      knowledge.permute(relation: relation, using: &permutation)
    }
    objects = knowledge.objects
    spread = values[Self.paraphrase]
    schema = Schema(
      features: (1...width).map { "entity\($0)" } + (1...width).map { "relation\($0)" },
      classes: (0..<count).map { "\($0)" })
    let known = max(1, Int((values[Self.known] * Double(entities)).rounded()))
    entityWeights = Array(repeating: 0, count: known)
    relationWeights = Array(repeating: 0, count: relations)
    density = Array(repeating: 0, count: count)
    bayesAccuracy = measuredBayesAccuracy(rows: Self.bayesRows, using: world.child("bayes"))
  }

  /// Number of entities asked for.
  var known: Int { entityWeights.count }

  /// The shares of the objects among the facts of known entities.
  public var classShares: [Double]? {
    let asked = known * relationWeights.count
    var shares = density.map { _ in 0.0 }
    for object in objects[..<asked] { shares[object] += 1 / Double(asked) }
    return shares
  }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      let entity = random.integer(below: known)
      let relation = random.integer(below: relationWeights.count)
      for j in 0..<entities.width {
        batch.features[i, j] = Float(
          entities[entity, j] + spread * Ziggurat.shared.normal(using: &random))
      }
      for j in 0..<relations.width {
        batch.features[i, entities.width + j] = Float(
          relations[relation, j] + spread * Ziggurat.shared.normal(using: &random))
      }
      batch.labels[i] = Float(objects[entity * relationWeights.count + relation])
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = bayes(batch.features.row(i))
    }
  }

  /// Adds `weight` · p(x, y), times (2π)^d.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    var (first, second) = (entityWeights, relationWeights)
    let height = weigh(features, &first, &second)
    let scale = Double.exp(height - 2 * Double(entities.width) * Double.log(spread))
    let facts = Double(first.count * second.count)
    add(first, second, factor: weight * scale / facts, to: &density)
    return true
  }

  private mutating func bayes(_ features: ArraySlice<Float>) -> Double {
    _ = weigh(features, &entityWeights, &relationWeights)
    for y in density.indices { density[y] = 0 }
    add(entityWeights, relationWeights, factor: 1, to: &density)
    return (density.max() ?? .nan) / density.reduce(0, +)
  }

  /// Weighs entities and relations; the logarithm of what their weights are scaled by.
  func weigh(
    _ features: ArraySlice<Float>, _ first: inout [Double], _ second: inout [Double]
  ) -> Double {
    entities.weigh(features.prefix(entities.width), spread: spread, into: &first)
      + relations.weigh(features.suffix(relations.width), spread: spread, into: &second)
  }

  /// Adds factor · Σ w_e w_r of the facts of each object.
  private func add(
    _ first: [Double], _ second: [Double], factor: Double, to density: inout [Double]
  ) {
    for e in first.indices where first[e] > 0 {
      let weight = factor * first[e]
      for r in second.indices { density[objects[e * second.count + r]] += weight * second[r] }
    }
  }
}
