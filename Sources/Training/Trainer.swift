public import Numerics

/// Why a network could not be trained.
public enum TrainingError: Error, Hashable, Sendable {
  /// The loss or the parameters became infinite or NaN; the network keeps the values it had before.
  case diverged
}

/// In which order the rows of a fit are taken.
public enum RowOrder: Hashable, Sendable {
  /// Shuffled anew each pass.
  case shuffled
  /// As they come.
  case given
}

/// Trains networks, and meters everything it does: the meter has no other way in.
///
/// Not copyable: its workspace, working parameters and optimizer state belong to one simulation. A fit
/// allocates its workspace once, and again where its network has another shape than the one before; a
/// training step allocates nothing.
@safe public struct Trainer<Element: Scalar>: ~Copyable {
  /// What has been used so far.
  public internal(set) var usage = Usage()
  /// Where the order of the rows comes from.
  public var random: RandomStream
  /// If set, fits of the network's own parameters add their steps to it.
  public var path: PathIntegral<Element>?
  /// If set, fits note in it what the network answered to the rows trained on.
  public var record: OutputRecord<Element>?

  /// If set, fits go on, over as many epochs as it takes, until the meter has reached it, whatever the
  /// recipe's epochs or steps; early stopping may still end them sooner.
  public var allowance: Allowance?

  /// If set, fits replace a share of their new rows by harder ones.
  public var adversary: Adversary?

  var workspace: Workspace<Element>
  /// Rows as they were before an adversary moved them, [rows, d]; empty until one does.
  var clean: Buffer<Element>
  /// The heads of the network being trained.
  var heads: [Range<Int>] = []
  /// Which of its outputs take part, the classes of the rows trained on among them.
  var seen: [Bool] = []
  /// The network's parameters while they are being trained, [p].
  var parameters: Buffer<Element>
  /// Their gradient, [p].
  var gradient: Buffer<Element>
  /// The reference gradients of projections, [t · p]; empty until one is needed.
  var reference: Buffer<Element>
  var optimizer: OptimizerState<Element>
  /// The shape of the networks whose training the optimizer remembers.
  var trained: Architecture
  /// Of the belief being fitted.
  var believing = BeliefState<Element>()
  /// The rows trained on, in the order of the pass at hand.
  var order: [Int] = []
  /// The rows held out of the fit at hand.
  var heldOut: [Int] = []
  /// The parameters that did best on them; empty until rows are held out.
  var best: Buffer<Element>
  /// Rows drawn from a memory for the step at hand.
  var drawn: [Int] = []

  /// A trainer that expects networks of a shape first.
  public init(_ architecture: Architecture, random: RandomStream) {
    self.random = random
    workspace = Workspace(architecture, capacity: 0)
    parameters = Buffer(count: architecture.parameterCount)
    gradient = Buffer(count: architecture.parameterCount)
    reference = Buffer(count: 0)
    clean = Buffer(count: 0)
    best = Buffer(count: 0)
    optimizer = OptimizerState(.sgd, count: 0)
    trained = architecture
  }

  /// Makes its memory anew where a network has another shape than the one before.
  mutating func follow(_ architecture: Architecture) {
    guard workspace.architecture != architecture else { return }
    workspace = Workspace(architecture, capacity: 0)
    parameters = Buffer(count: architecture.parameterCount)
    gradient = Buffer(count: architecture.parameterCount)
  }

  /// Makes the workspace large enough for passes of `rows` rows.
  mutating func reserve(rows: Int) {
    guard workspace.capacity < rows else { return }
    workspace = Workspace(workspace.architecture, capacity: rows)
  }

  /// Whether the meter still stands below the allowance, if there is one.
  var isWithinAllowance: Bool { !(allowance?.isReached(by: usage) ?? false) }
}
