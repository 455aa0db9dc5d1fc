internal import Numerics

/// Which object each fact (an entity and a relation) has.
struct Knowledge: Sendable {
  /// The object of entity e under relation r at e · relations + r.
  private(set) var objects: [Int]
  private let relations: Int
  private let objectCount: Int

  /// Objects drawn uniformly for all facts.
  init(entities: Int, relations: Int, objects count: Int, using random: inout RandomStream) {
    (self.relations, objectCount) = (relations, count)
    objects = (0..<entities * relations).map { _ in random.integer(below: count) }
  }

  /// Gives a share of the facts another object, each other one as likely: at least one fact if the share
  /// is above 0. The facts and their new objects come from `random`, so that with the same random
  /// numbers a larger share edits the same facts, in the same way, and more.
  mutating func edit(_ share: Double, using random: inout RandomStream) {
    guard share > 0 else { return }
    var order = Array(objects.indices)
    random.shuffle(&order)
    let shifts = order.map { _ in 1 + random.integer(below: objectCount - 1) }
    let count = max(1, Int((share * Double(objects.count)).rounded()))
    for (fact, shift) in zip(order, shifts).prefix(count) {
      objects[fact] = (objects[fact] + shift) % objectCount
    }
  }

  /// Exchanges the objects of one relation by a random permutation that leaves none in its place.
  mutating func permute(relation r: Int, using random: inout RandomStream) {
    var order = Array(0..<objectCount)
    repeat { random.shuffle(&order) } while zip(order, 0..<objectCount).contains { $0 == $1 }
    for fact in stride(from: r, to: objects.count, by: relations) {
      objects[fact] = order[objects[fact]]
    }
  }
}
