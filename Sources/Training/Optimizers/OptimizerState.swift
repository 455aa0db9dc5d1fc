internal import Numerics

/// An optimizer's memory for one parameter vector, and its one mutating step.
struct OptimizerState<Element: Scalar>: ~Copyable {
  /// The rule.
  let optimizer: Optimizer
  /// Number of parameters.
  let count: Int
  private let slots: Buffer<Element>
  /// Steps taken.
  private(set) var steps = 0

  /// A state that has seen no gradient.
  init(_ optimizer: Optimizer, count: Int) {
    self.optimizer = optimizer
    self.count = count
    slots = Buffer(count: optimizer.slots * count)
  }

  /// A state that has been written down: its vectors one after another.
  init(_ optimizer: Optimizer, steps: Int, elements: [Element]) {
    self.init(optimizer, count: optimizer.slots > 0 ? elements.count / optimizer.slots : 0)
    self.steps = steps
    unsafe slots.pointer.update(from: elements, count: slots.count)
  }

  /// The vectors, one after another.
  var elements: [Element] { slots.elements }

  /// Updates the parameters in `ranges` by the gradient, which it overwrites where weight decay is on.
  /// Returns the FLOP.
  @unsafe mutating func update(
    _ theta: UnsafeMutablePointer<Element>, _ gradient: UnsafeMutablePointer<Element>,
    ranges: [Range<Int>], recipe: Recipe
  ) -> Int {
    steps += 1
    var updated = 0
    for range in ranges {
      let (theta, gradient) = unsafe (theta + range.lowerBound, gradient + range.lowerBound)
      if recipe.weightDecay != 0 && !optimizer.isDecoupled {
        let decay = Element(recipe.weightDecay)
        for i in 0..<range.count { unsafe gradient[i] += decay * theta[i] }
      }
      unsafe apply(theta, gradient, range, recipe)
      updated += range.count
    }
    return updated * optimizer.flops(weightDecay: recipe.weightDecay != 0)
  }

  private func apply(
    _ theta: UnsafeMutablePointer<Element>, _ gradient: UnsafePointer<Element>,
    _ range: Range<Int>, _ recipe: Recipe
  ) {
    let n = range.count
    let rate = Element(recipe.learningRate)
    let first = unsafe slots.pointer + (optimizer.slots > 0 ? range.lowerBound : 0)
    switch optimizer {
    case .sgd:
      unsafe SGD.update(theta, gradient, n, learningRate: rate)
    case .momentum(let mu, let nesterov):
      unsafe Momentum.update(
        theta, gradient, velocity: first, n, learningRate: rate, mu: Element(mu),
        nesterov: nesterov)
    case .adagrad(let epsilon):
      unsafe Adagrad.update(
        theta, gradient, sum: first, n, learningRate: rate, epsilon: Element(epsilon))
    case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
      unsafe Adam.update(
        theta, gradient, mean: first, square: first + count, n, step: steps,
        learningRate: recipe.learningRate, betas: (beta1, beta2), epsilon: epsilon,
        decay: optimizer.isDecoupled ? recipe.weightDecay : 0)
    }
  }
}

extension Optimizer {
  /// Whether weight decay acts on the parameters and not through the gradient.
  var isDecoupled: Bool { if case .adamW = self { true } else { false } }
}
