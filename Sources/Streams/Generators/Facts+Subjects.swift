public import Numerics

extension Facts {
  /// The fact that a query is most probably about, e·R + r.
  public func subject(of features: ArraySlice<Float>) -> Int? {
    var (first, second) = (entityWeights, relationWeights)
    _ = weigh(features, &first, &second)
    guard let e = first.indices.max(by: { first[$0] < first[$1] }),
      let r = second.indices.max(by: { second[$0] < second[$1] })
    else { return nil }
    return e * second.count + r
  }

  /// A query about a fact in new words: its codes plus N(0, σ²) a coordinate.
  public func wording(of subject: Int, using random: inout RandomStream) -> [Float]? {
    let (e, r) = (subject / relationWeights.count, subject % relationWeights.count)
    let codes =
      (0..<entities.width).map { entities[e, $0] } + (0..<relations.width).map { relations[r, $0] }
    return codes.map { Float($0 + spread * Ziggurat.shared.normal(using: &random)) }
  }
}
