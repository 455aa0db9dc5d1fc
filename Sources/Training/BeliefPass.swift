internal import Numerics

/// A belief as forward and backward passes see it: addresses of the means and variances, and what the
/// passes of one step leave to each other.
@unsafe struct BeliefPass<Element: Scalar> {
  /// μ, [p]
  let mean: UnsafeMutablePointer<Element>
  /// σ², [p]
  let variance: UnsafeMutablePointer<Element>
  /// Number of parameters, p.
  let count: Int
  /// What is trained.
  let part: BeliefPart
  /// How often each row goes through a step, with noise of its own.
  let samples: Int
  /// c, the variances' step is taken in ln σ² / c.
  let scale: Element
  /// ε, then ∂z/∂v = ε/(2√v), of all units, layer after layer, [capacity, Σ d_{l+1}].
  let slopes: UnsafeMutablePointer<Element>
  /// A block [capacity, widest] for squares of what a layer is given.
  let squares: UnsafeMutablePointer<Element>
  /// A block [capacity, widest] for v, then for ∂loss/∂v.
  let spread: UnsafeMutablePointer<Element>
}

/// What a fit of a belief keeps from step to step.
struct BeliefState<Element: Scalar> {
  /// Where noise comes from; never the stream that orders the rows.
  var noise = RandomStream(seed: 0)
  /// What holds the belief, if anything does.
  var prior: Prior<Element>?
  /// Σ ln Λ₀ σ², kept up to date by what each step adds to it: a logarithm a parameter and step would cost as
  /// much as the step.
  var logarithms = 0.0
}

extension Workspace {
  /// Numbers of scratch that passes of a belief need: slopes, squares, spread.
  var beliefScratch: (slopes: Int, block: Int) {
    (
      capacity * architecture.widths.dropFirst().reduce(0, +),
      capacity * (architecture.widths.max() ?? 0)
    )
  }

  /// The slopes of a layer's units.
  @unsafe func slopes(
    _ pass: BeliefPass<Element>, _ layer: Layer
  ) -> UnsafeMutablePointer<Element> {
    unsafe pass.slopes + (layer.output - capacity * architecture.inputs)
  }
}
