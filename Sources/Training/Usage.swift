/// The meter: floating-point operations, rows and steps, counted where the work happens.
///
/// One multiply-add is 2 FLOP. Matrix products are counted; biases, activations, the softmax and the
/// loss are not. Optimizers, penalties and projections are counted per parameter at the figures their
/// doc comments state, square roots and divisions as 1.
public struct Usage: Hashable, Sendable, Codable {
  /// Forward products of training rows, and of rows that members of an ensemble are judged on or that a
  /// memory takes in.
  public var forward = 0
  /// Weight- and input-gradient products of training rows.
  public var backward = 0
  /// The optimizer's update, weight decay and gradient clipping.
  public var optimizer = 0
  /// Gradients of penalties.
  public var penalty = 0
  /// Passes that estimate importance: of parameters, such as the Fisher information, or of remembered rows.
  public var importance = 0
  /// Forward passes of a teacher, and what a generator of old rows learns and draws.
  public var teacher = 0
  /// Gradient projections, their reference gradients included.
  public var projection = 0
  /// All arithmetic of candidates that a search tried, in place of the parts above.
  public var search = 0
  /// Forward passes that serve or score rows.
  public var serving = 0
  /// Rows that went through a training step, replayed ones included, once each time.
  public var rowsTrained = 0
  /// Training steps.
  public var steps = 0
  /// Bytes of parameters that travelled between clients and a server, both ways.
  public var bytesSent = 0

  /// An empty meter.
  public init() {}

  /// FLOP spent on training, by what for; everything but serving.
  public var trainingParts: [(name: String, flops: Int)] {
    [
      ("forward", forward), ("backward", backward), ("optimizer", optimizer), ("penalty", penalty),
      ("importance", importance), ("teacher", teacher), ("projection", projection),
      ("candidates", search),
    ]
  }

  /// Counts everything that training has spent since an earlier reading as a search's.
  mutating func countAsSearch(since earlier: Usage) {
    let spent = (self - earlier).trainingFlops
    (forward, backward, optimizer) = (earlier.forward, earlier.backward, earlier.optimizer)
    (penalty, importance) = (earlier.penalty, earlier.importance)
    (teacher, projection) = (earlier.teacher, earlier.projection)
    search = earlier.search + spent
  }

  /// FLOP spent on training in all.
  public var trainingFlops: Int {
    forward + backward + optimizer + penalty + importance + teacher + projection + search
  }

  /// The sum of two meters.
  public static func + (a: Usage, b: Usage) -> Usage { a.combined(with: b, +) }
  /// What was used between an earlier reading of the same meter and this one.
  public static func - (later: Usage, earlier: Usage) -> Usage { later.combined(with: earlier, -) }

  /// A share of it, rounded part by part.
  public func scaled(by share: Double) -> Usage {
    combined(with: self) { part, _ in Int((Double(part) * share).rounded()) }
  }

  private func combined(with other: Usage, _ operation: (Int, Int) -> Int) -> Usage {
    var result = Usage()
    result.forward = operation(forward, other.forward)
    result.backward = operation(backward, other.backward)
    result.optimizer = operation(optimizer, other.optimizer)
    result.penalty = operation(penalty, other.penalty)
    result.importance = operation(importance, other.importance)
    result.teacher = operation(teacher, other.teacher)
    result.projection = operation(projection, other.projection)
    result.search = operation(search, other.search)
    result.serving = operation(serving, other.serving)
    result.rowsTrained = operation(rowsTrained, other.rowsTrained)
    result.steps = operation(steps, other.steps)
    result.bytesSent = operation(bytesSent, other.bytesSent)
    return result
  }
}
