public import Core
public import Numerics
public import Training

/// Model editing: corrects the rows that are wrong one by one, without training.
///
/// Both kinds look at the last layer's inputs k (its keys) for the recent rows, in order of arrival, and
/// at those rows only whose answer is wrong; hidden layers never change.
/// * `rank-one` changes that layer: W ← W + C⁻¹k (v − Wᵀk)ᵀ / (kᵀC⁻¹k), C = E[k kᵀ] over all rows seen,
///   plus a ridge (ROME, Meng et al. 2022, eq. 2). The row is right afterwards, and inputs orthogonal to
///   C⁻¹k keep their outputs. v is the nearest output that is right by a margin, changed in the label's
///   logit alone.
/// * `codebook` keeps W and enters k into a list beside the network: rows within a ball around a key get the
///   key's answer (GRACE, Hartvigsen et al. 2023, Algorithm 1). Every query pays for the look-up.
///
/// In regression a row is wrong if its error exceeds the margin. No wrong rows change nothing.
public struct Patch: UpdateStrategy, Codable {
  /// How a row is corrected.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A change of the last layer's weights.
    case rankOne = "rank-one"
    /// An answer looked up beside the network.
    case codebook
  }

  static let kind = Setting.choice(
    "kind", of: Kind.allCases.map(\.rawValue), default: "rank-one",
    "an edit of the last layer's weights, or an answer looked up beside the network")
  static let margin = Setting.number(
    "margin", in: .above(0), default: 1,
    "lead of the right logit after an edit; in regression the error that is left alone")
  static let edits = Setting.integer(
    "edits", in: .closed(1, 1e9), default: 100, "rank-one: most edits of an update")
  static let ridge = Setting.number(
    "ridge", in: .above(0), default: 0.01, "rank-one: added to C, in units of its mean diagonal")
  static let radius = Setting.number(
    "radius", in: .above(0), default: 0.5, "codebook: ε, radius of a new key's ball")
  static let capacity = Setting.integer(
    "capacity", in: .closed(1, 1e6), default: 200, "codebook: most keys; then the oldest goes")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "patch", "corrects wrong rows one by one: rank-one edits, or a codebook beside the network",
    formula:
      "rank-one: W ← W + C⁻¹k (v − Wᵀk)ᵀ / (kᵀC⁻¹k), C = E[k kᵀ] + ridge; codebook: rows within ε "
      + "of a key get its answer",
    source: "Meng et al. 2022 (ROME), eq. 2; Hartvigsen et al. 2023 (GRACE), Algorithm 1",
    cost: """
      Rank-one: a forward pass over the new rows, 2 h² FLOP each for C, h³/3 where there is \
      anything to edit and 2 h² an edit; keeps 8 h² bytes. Codebook: a look-up at \
      every query; keeps its keys and answers.
      """,
    differences: """
      Meng et al. edit an inner layer of a transformer towards a v found by gradient descent; \
      here it is the last layer. Inputs orthogonal to C⁻¹k, and not those orthogonal to k, \
      keep their outputs.
      """,
    verified: [
      .closedForm(
        """
        the edited row is right; inputs orthogonal to C⁻¹k keep their outputs to rounding; FLOP by \
        hand
        """),
      .definition(
        """
        C and the edit in double precision by Gaussian elimination; keys and radii of the codebook \
        by a plain search
        """),
      .limit("no wrong rows change nothing, bit for bit"),
    ],
    settings: [
      kind.declaration, margin.declaration, edits.declaration, ridge.declaration,
      radius.declaration, capacity.declaration,
    ]
  ) { values, _ in
    Patch(
      Kind(rawValue: values[kind]) ?? .rankOne, margin: values[margin], edits: values[edits],
      ridge: values[ridge], radius: values[radius], capacity: values[capacity])
  }

  private let kind: Kind
  private let margin: Double
  private let edits: Int
  private let ridge: Double
  private let radius: Double
  private let capacity: Int
  private var covariance: KeyCovariance?
  private var codebook: Codebook<Float>?
  private var byteLimit: Int?

  /// A strategy that has corrected nothing.
  public init(
    _ kind: Kind, margin: Double = 1, edits: Int = 100, ridge: Double = 0.01,
    radius: Double = 0.5, capacity: Int = 200
  ) {
    self.kind = kind
    self.margin = margin
    self.edits = edits
    self.ridge = ridge
    self.radius = radius
    self.capacity = capacity
  }

  /// The covariance, or the codebook.
  public var stateBytes: Int { (covariance?.byteCount ?? 0) + (codebook?.byteCount ?? 0) }

  /// Enters no more keys than fit.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// Learns what keys look like; what was corrected in another network is gone.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    (covariance, codebook) = (nil, nil)
    guard kind == .rankOne, !context.recent.isEmpty else { return }
    let network = model.withNetwork { $0 }
    let keys = trainer.embedding(of: network, context.recent.features).embedding
    take(keys, with: &trainer)
  }

  /// Corrects the recent rows that are wrong.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    let rows = context.recent
    guard !rows.isEmpty else { return "patch" }
    var network = model.withNetwork { $0 }
    network.see(rows.labels)
    let (keys, outputs) = trainer.embedding(of: network, rows.features)
    switch kind {
    case .rankOne:
      let covariance = take(keys, with: &trainer)
      try trainer.edit(
        &network, keys: keys, labels: rows.labels, covariance: covariance, ridge: ridge,
        margin: margin, most: edits)
      model.withNetwork { $0 = network }
    case .codebook:
      var codebook = self.codebook ?? Codebook(network.architecture, capacity: fitting(network))
      self.codebook = nil
      trainer.enter(
        keys, outputs: outputs, labels: rows.labels, into: &codebook, heads: network.heads,
        radius: radius, margin: margin)
      self.codebook = codebook
      model = EditedNetwork(network, codebook)
    }
    return "patch"
  }

  /// The covariance with more keys in it.
  @discardableResult
  private mutating func take(
    _ keys: Matrix<Float>, with trainer: inout Trainer<Float>
  ) -> KeyCovariance {
    var covariance = self.covariance ?? KeyCovariance(width: keys.columns)
    self.covariance = nil
    trainer.add(keys, to: &covariance)
    self.covariance = covariance
    return covariance
  }

  /// Keys that may be kept.
  private func fitting(_ network: Network<Float>) -> Int {
    guard let byteLimit else { return capacity }
    return min(capacity, byteLimit / Codebook<Float>.bytesPerKey(network.architecture))
  }
}
