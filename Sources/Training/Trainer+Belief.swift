public import Numerics

extension Trainer {
  /// Trains a belief in place: minimizes E_q[ℓ] + KL(q‖prior)/n over q = N(μ, diag σ²), ℓ the mean loss
  /// over the n rows that are trained on, which is the variational bound on them divided by n (Blundell et
  /// al. 2015, eq. 2). Early stopping judges the means. Squared errors, a mean over k outputs, are −log p
  /// for noise of variance k/2, as in ``Importance``.
  ///
  /// The expectation is sampled by local reparameterization (Kingma, Salimans & Welling 2015): a normal for
  /// each row and unit, not for each parameter. At 784-256-256-10 and 64 rows that is 33 thousand draws in
  /// place of 269 thousand; and rows of a step have noise of their own, so that the gradient's variance falls
  /// with the batch, as it would not with one draw of the weights for all rows. A step has twice the products
  /// of a plain one. Flipout would draw as many parameters and need the same two products. With `samples`
  /// every row takes part so often, every second time with the noise before turned round.
  ///
  /// The variances are trained as logarithms, u = ln(σ²/σ²_now)/√(2n): the optimizer moves a vector of zeros,
  /// and where it moves it multiplies the variances, by a factor within [1/e, e] each step. A plain gradient
  /// step η is then the natural one, ln σ² ← ln σ² − η (σ² (Λ₀ + n ∂²ℓ) − 1), whose pace does not depend
  /// on n; weight decay and clipping do not concern it. 8 FLOP a variance and step as `penalty`. A step
  /// allocates nothing. With σ² = 0 and no prior the means become what a network fitted alike becomes, bit
  /// for bit.
  ///
  /// - Parameters:
  ///   - belief: unchanged if an error is thrown.
  ///   - prior: what q is held near; `nil` is nothing.
  ///   - objective: row weights and rehearsed rows; the rest has no place here.
  ///   - trains: what of the belief is trained.
  ///   - samples: how often each row takes part in a step.
  ///   - noise: where the noise comes from; the order of the rows does not depend on it.
  /// - Returns: the sampled objective at every step, before its update.
  /// - Throws: ``TrainingError/diverged``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @discardableResult
  public mutating func fit(
    _ belief: inout Belief<Element>, prior: Prior<Element>?, features: Matrix<Element>,
    labels: [Element], recipe: Recipe, objective: Objective<Element> = Objective(),
    trains part: BeliefPart = .both, samples: Int = 1, order: RowOrder = .shuffled,
    noise: inout RandomStream
  ) throws(TrainingError) -> [Double] {
    follow(belief.network.architecture)
    let p = parameters.count
    check(belief, prior, objective, samples)
    prepare(
      belief.network, rows: features.rows, recipe: recipe, objective: objective, samples: samples)
    prepareOptimizer(recipe, count: 2 * p)
    let vector = Buffer<Element>(count: 2 * p)
    let gradient = Buffer<Element>(count: 2 * p)
    let variance = Buffer<Element>(count: p)
    let size = workspace.beliefScratch
    let scratch = Buffer<Element>(count: size.slopes + 2 * size.block)
    unsafe vector.pointer.update(from: belief.network.parameters, count: p)
    unsafe store(vector.pointer, 0..<p, as: recipe.precision)
    unsafe variance.pointer.update(from: belief.variance, count: p)
    let rows = Double(max(features.rows - recipe.extent(of: features.rows).heldOut, 1))
    let pass = unsafe BeliefPass(
      mean: vector.pointer, variance: variance.pointer, count: p, part: part, samples: samples,
      scale: Element((2 * rows).squareRoot()), slopes: scratch.pointer,
      squares: scratch.pointer + size.slopes,
      spread: scratch.pointer + size.slopes + size.block)
    believing = BeliefState(
      noise: noise, prior: prior, logarithms: prior?.logarithms(belief.variance) ?? 0)
    believing.prior?.pull.weight = 1 / rows
    defer { believing = BeliefState() }
    let ranges = (part.includesMeans ? [0..<p] : []) + (part.includesVariances ? [p..<2 * p] : [])
    let subject = unsafe Subject(
      vector: vector.pointer, gradient: gradient.pointer, count: 2 * p, ranges: ranges,
      target: .network(gradient.pointer, trainable: []), adapter: nil, belief: pass)
    let seeing = seeing(labels, objective, belief.network)
    let losses = unsafe try run(
      subject, seeing, features, labels, recipe, objective, order)
    extendLifetime(gradient)
    extendLifetime(scratch)
    let spread = variance.elements
    guard spread.allSatisfy(\.isFinite) else { throw .diverged }
    belief.network.parameters = Array(vector.elements[..<p])
    belief.network.seen = seeing.seen
    belief.variance = spread
    noise = believing.noise
    return losses
  }

  private func check(
    _ belief: Belief<Element>, _ prior: Prior<Element>?, _ objective: Objective<Element>,
    _ samples: Int
  ) {
    precondition(
      belief.network.architecture == workspace.architecture
        && belief.variance.count == parameters.count
        && (prior?.pull.importance.count ?? parameters.count) == parameters.count,
      "a belief or prior of another shape")
    precondition(
      objective.penalties.isEmpty && objective.projection == nil && objective.episodes == nil
        && objective.trainable == nil && objective.column == nil && objective.distillation == nil
        && objective.experience == nil && path == nil && record == nil,
      "row weights and rehearsed rows are all that a belief is fitted with")
    precondition(samples > 0, "\(samples) samples")
  }

  /// Passes over the loaded rows, and the gradient of the sampled objective; returns the objective.
  @unsafe mutating func gradients(
    _ subject: Subject, through pass: BeliefPass<Element>, rows n: Int, weighted: Bool
  ) -> Double {
    let total = unsafe n * pass.samples
    unsafe workspace.replicate(rows: n, times: pass.samples)
    usage.forward += unsafe workspace.forward(pass, rows: n, noise: &believing.noise)
    var loss = unsafe workspace.lossAndDelta(
      rows: total, heads: heads, seen: seen, weighted: weighted)
    usage.backward += unsafe workspace.backward(pass, rows: total, into: subject.gradient)
    let steep = unsafe subject.gradient + pass.count
    if let prior = believing.prior {
      loss += unsafe prior.spreadValue(pass.variance, logarithms: believing.logarithms)
      if unsafe pass.part.includesMeans && prior.pull.step == .explicit {
        loss += unsafe prior.pull.add(to: subject.gradient, at: pass.mean)
        unsafe usage.penalty += 4 * pass.count
      } else {
        loss += unsafe prior.pull.value(at: pass.mean)
      }
      if unsafe pass.part.includesVariances {
        unsafe prior.steer(steep, pass.variance, scale: pass.scale)
      }
    } else if unsafe pass.part.includesVariances {
      for i in unsafe 0..<pass.count { unsafe steep[i] *= pass.scale * pass.variance[i] }
    }
    return loss
  }

  /// After the optimizer's step: the prior's implicit pull of the means, and the factors of the variances.
  @unsafe mutating func settle(
    _ subject: Subject, through pass: BeliefPass<Element>, learningRate: Double
  ) {
    let p = unsafe pass.count
    if let pull = believing.prior?.pull, pull.step == .proximal,
      unsafe pass.part.includesMeans
    {
      unsafe pull.settle(subject.vector, ranges: [0..<p], learningRate: learningRate)
      usage.penalty += 6 * p
    }
    guard unsafe pass.part.includesVariances else { return }
    believing.logarithms += unsafe respread(
      pass.variance, by: subject.vector + p, scale: pass.scale, p)
    usage.penalty += 8 * p
  }

  /// Networks drawn from a belief, θ = μ + σ ∘ ε, in pairs of ε and −ε: half the draws, and a mean of the
  /// outputs in which all that is odd in ε cancels. Metered as part of the optimizer's work, 4 FLOP a number:
  /// root, product, sum, and the draw as one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func networks(
    _ count: Int, from belief: Belief<Element>, using random: inout RandomStream
  ) -> [Network<Element>] {
    let p = belief.variance.count
    var drawn = Array(repeating: belief.network, count: count)
    let noise = Buffer<Element>(count: p)
    for index in 0..<count {
      let sign: Element = index % 2 == 0 ? 1 : -1
      if index % 2 == 0 {
        unsafe Ziggurat.shared.fill(noise.pointer, count: p, using: &random)
      }
      var parameters = belief.network.parameters
      for i in 0..<p { parameters[i] += sign * belief.variance[i].squareRoot() * noise[i] }
      drawn[index].parameters = parameters
    }
    usage.optimizer += 4 * p * count
    return drawn
  }
}
