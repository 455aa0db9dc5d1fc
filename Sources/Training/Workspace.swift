public import Numerics

/// The memory of forward and backward passes: the activations of every layer and two gradients with
/// respect to activations, for up to `capacity` rows. Reused from step to step, so that a step allocates
/// nothing.
@safe public struct Workspace<Element: Scalar>: ~Copyable {
  /// The shape it was made for.
  public let architecture: Architecture
  /// Most rows of one pass.
  public let capacity: Int
  /// The layers, with the offsets that the kernels need.
  let layers: [Layer]
  /// a_0 … a_L, each [capacity, d_l]; a_L holds logits, then probabilities or values.
  let activations: Buffer<Element>
  /// Two blocks [capacity, widest]: ∂loss/∂z of the layer at hand and of the one below.
  let deltas: Buffer<Element>
  /// Labels of the loaded rows, [capacity, target width].
  let targets: Buffer<Element>
  /// Weights of the loaded rows, [capacity], where a fit has any.
  let weights: Buffer<Element>

  /// A layer's widths and where its numbers lie.
  struct Layer {
    let inputs: Int, outputs: Int
    let weights: Int, biases: Int
    let input: Int, output: Int
    let isLast: Bool
  }

  /// Memory for passes of up to `capacity` rows through networks of one shape.
  public init(_ architecture: Architecture, capacity: Int) {
    self.architecture = architecture
    self.capacity = capacity
    let widths = architecture.widths
    var layers: [Layer] = []
    var input = 0
    for l in 0..<architecture.layers {
      let output = input + capacity * widths[l]
      layers.append(
        Layer(
          inputs: widths[l], outputs: widths[l + 1],
          weights: architecture.weights(layer: l).lowerBound,
          biases: architecture.biases(layer: l).lowerBound,
          input: input, output: output, isLast: l == architecture.layers - 1))
      input = output
    }
    self.layers = layers
    activations = Buffer(count: capacity * widths.reduce(0, +))
    deltas = Buffer(count: 2 * capacity * (widths.max() ?? 0))
    targets = Buffer(count: capacity * architecture.targetWidth)
    weights = Buffer(count: capacity)
  }

  /// Where the rows of the input layer are loaded.
  @unsafe var inputs: UnsafeMutablePointer<Element> { unsafe activations.pointer }
  /// Logits before the head is applied, probabilities or values after it, [rows, k].
  @unsafe var outputs: UnsafeMutablePointer<Element> {
    unsafe activations.pointer + layers[layers.count - 1].output
  }
  /// One of the two gradient blocks; layers alternate.
  @unsafe func delta(_ layer: Int) -> UnsafeMutablePointer<Element> {
    unsafe deltas.pointer + (layer & 1) * (deltas.count / 2)
  }
}

extension Architecture {
  /// Labels a row: one class index, or one value an output.
  var targetWidth: Int { head == .softmax ? 1 : outputs }
}
