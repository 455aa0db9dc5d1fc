public import Numerics

// Model editing: changes that make given rows right without training.
extension Trainer {
  /// Takes keys into a covariance, metered as `importance`.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func add(_ keys: Matrix<Element>, to covariance: inout KeyCovariance) {
    covariance.add(keys)
    usage.importance += 2 * keys.rows * keys.columns * keys.columns
  }

  /// Edits the last layer's weights until rows that were wrong are right, one rank-one change a row, in
  /// order: W ← W + u (v − Wᵀk)ᵀ, u = C⁻¹k / (kᵀC⁻¹k) (Meng et al. 2022, ROME, eq. 2).
  ///
  /// v is Wᵀk + b with the label's logit raised to the largest other plus `margin`; in regression it is the
  /// label, where the error exceeds `margin`. Only the layer's inputs along C⁻¹k feel the edit; biases
  /// stay. A row that a later edit disturbs is not edited again. Each row costs its outputs (2 h k,
  /// `forward`); the first edit h³/3 to decompose C, and every edit 2 h² for u (`importance`) and 2 h k
  /// (`optimizer`), and counts as a step and a row trained.
  ///
  /// - Parameters:
  ///   - keys: the layer's inputs for the rows, [n, h].
  ///   - labels: class indices, [n], or regression values, [n · k].
  ///   - most: edits at most.
  /// - Returns: edits made.
  /// - Throws: ``TrainingError/diverged``; the network is as before.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @discardableResult
  public mutating func edit(
    _ network: inout Network<Element>, keys: Matrix<Element>, labels: [Element],
    covariance: KeyCovariance, ridge: Double, margin: Double, most: Int = .max
  ) throws(TrainingError) -> Int {
    let architecture = network.architecture
    let (layer, k) = (architecture.layers - 1, architecture.outputs)
    let weights = architecture.weights(layer: layer).lowerBound
    let correction = Correction(margin: margin, heads: network.heads, head: architecture.head)
    var (edited, edits) = (network, 0)
    var directions: EditDirections?
    for i in 0..<keys.rows where edits < most {
      let key = keys.row(i).map { $0.double }
      guard key.allSatisfy({ $0.isFinite }) else { continue }
      let outputs = Self.outputs(of: edited, key: key)
      usage.forward += 2 * key.count * k
      let width = architecture.targetWidth
      let target = labels[i * width..<(i + 1) * width].map { $0.double }
      guard let wanted = correction.wanted(outputs, labels: target) else { continue }
      if directions == nil {
        directions = covariance.directions(ridge: ridge)
        usage.importance += covariance.factorFlops
      }
      usage.importance += 2 * key.count * key.count
      guard let directions else { break }
      guard let direction = directions.direction(for: key) else { continue }
      for a in key.indices {
        for j in 0..<k {
          edited.parameters[weights + a * k + j] += Element(
            direction[a] * (wanted[j] - outputs[j]))
        }
      }
      usage.optimizer += 2 * key.count * k
      usage.steps += 1
      usage.rowsTrained += 1
      edits += 1
    }
    guard edited.isFinite else { throw .diverged }
    network = edited
    return edits
  }

  /// Enters rows that are wrong, the codebook's answers included, into it, in order; the network stays.
  ///
  /// Costs a look-up a row and another for every row entered, metered as `forward`.
  ///
  /// - Parameters:
  ///   - keys, outputs: what ``keys(of:features:)`` tells of the rows.
  ///   - radius: of a new ball.
  /// - Returns: rows entered.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @discardableResult
  public mutating func enter(
    _ keys: Matrix<Element>, outputs: Matrix<Element>, labels: [Element],
    into codebook: inout Codebook<Element>, heads: [Range<Int>], radius: Double, margin: Double
  ) -> Int {
    let correction = Correction(
      margin: margin, heads: heads, head: workspace.architecture.head)
    let width = workspace.architecture.targetWidth
    var entered = 0
    for i in 0..<keys.rows {
      let key = Array(keys.row(i))
      guard key.allSatisfy({ $0.isFinite }) else { continue }
      usage.forward += codebook.lookUpFlops
      let given = codebook.outputs(for: key) ?? Array(outputs.row(i))
      let label = Array(labels[i * width..<(i + 1) * width])
      let wanted = correction.wanted(
        given.map { $0.double }, labels: label.map { $0.double })
      guard let wanted else { continue }
      usage.forward += codebook.lookUpFlops
      codebook.learn(
        key: key, outputs: wanted.map { Element($0) }, label: label, radius: Element(radius))
      entered += 1
    }
    return entered
  }

  /// Wᵀk + b of the last layer, [k].
  private static func outputs(of network: Network<Element>, key: [Double]) -> [Double] {
    let architecture = network.architecture
    let (layer, k) = (architecture.layers - 1, architecture.outputs)
    let weights = architecture.weights(layer: layer).lowerBound
    let biases = architecture.biases(layer: layer).lowerBound
    var outputs = (0..<k).map { network.parameters[biases + $0].double }
    for (a, x) in key.enumerated() {
      for j in 0..<k { outputs[j] += x * network.parameters[weights + a * k + j].double }
    }
    return outputs
  }
}
