public import Core
public import Numerics

/// Describes a drift by tests of the newest rows against those of the regime before them.
///
/// *Rows.* The newest `window` rows are held against a uniform sample of `reference` rows of the regime: of the
/// warm-up and of what has come since, up to the last description that found nothing. A drift that is answered by
/// an accepted update ends the regime; the next one begins with the rows since its onset. Rows of steps with bad
/// data (``InputQuality``) are left out of everything else.
///
/// *Tests*, each at level `level`/3, so that nothing is found where nothing changed with probability 1 − `level`
/// (Bonferroni):
/// * p(x): Kolmogorov–Smirnov of every column and the classifier test of all of them, twice the lesser p;
/// * p(y): ``StratifiedTest`` of the labels;
/// * p(y | x): ``StratifiedTest`` of the labels within slices (``SliceTree``) × guesses of a discriminant; where
///   p(x) has changed, within slices × guesses × quartiles of a propensity score; and of the live model's errors
///   within slices, where one version answered enough rows: twice the lesser p.
///
/// *Kind.* Prior shift explains all if p(x | y) stays: slices within labels, and columns within labels, twice the
/// lesser p > `explained`. If p(y | x) has changed: prior if p(y) has too and prior shift explains it, else
/// concept, beside covariate if p(x) has changed. If not: covariate if p(x) has changed and
/// prior shift does not explain it, prior if p(y) has. Bad data leads, whatever else is found; columns in another order or unit
/// (``ColumnOrigins``) are bad data.
///
/// *Breadth* of a concept drift: the share of the rows that have moved in slices whose own mid-p is at most λ =
/// `slice-level`, as if each had gone from its label to another one as surely (``LawTests``), with Wilson's
/// interval for as many trials as slices, corrected for continuity (Newcombe 1998); of a covariate shift, r being the share of such slices by their number
/// of rows, (r − λ)/(1 − λ) (Storey 2002), with r's interval. *Speed*: ``TransitionFit`` of the log-ratio of the current and
/// the reference's law, step by step. *Recurrence*: an earlier regime whose rows the current ones cannot be told
/// from, p > `explained`; the one with the greatest p.
///
/// Numbers as labels are cut at the reference's quartiles. Of more than `columns` columns, so many that vary are
/// tested, evenly spread; bad data is looked for in all.
///
/// Source: own composition; Moreno-Torres et al. 2012 for the kinds, Rosenbaum & Rubin 1983 for propensity
/// scores, Storey, *A direct approach to false discovery rates*, 2002, for the breadth.
public struct DriftDiagnoser: Diagnoser, Codable {
  static let window = Setting.integer(
    "window", in: .closed(50, 1e6), default: 500, "newest rows that are looked at")
  static let reference = Setting.integer(
    "reference", in: .closed(100, 1e6), default: 3000, "rows of the regime before, a sample")
  static let level = Setting.number(
    "level", in: .closed(0.01, 0.5), default: 0.01,
    "probability to find a drift where there is none")
  static let explained = Setting.number(
    "explained", in: .open(0, 1), default: 0.05,
    "p above which rows agree with an explanation, or with an earlier regime")
  static let depth = Setting.integer(
    "depth", in: .closed(1, 8), default: 5, "of the tree of slices: at most 2 to that power")
  static let sliceLevel = Setting.number(
    "slice-level", in: .open(0, 0.5), default: 0.1, "λ of the breadth")
  static let permutations = Setting.integer(
    "permutations", in: .closed(999, 1e5), default: 999,
    "random orders that a p is taken from; fewer could not reach the least level")
  static let columns = Setting.integer(
    "columns", in: .closed(1, 1000), default: 32, "most columns that are tested")
  static let regimes = Setting.integer(
    "regimes", in: .closed(0, 1000), default: 8, "earlier regimes that are remembered")
  static let settings = [
    window.declaration, reference.declaration, level.declaration, explained.declaration,
    depth.declaration, sliceLevel.declaration, permutations.declaration, columns.declaration,
    regimes.declaration,
  ]

  /// An earlier regime.
  struct Regime: Sendable, Codable {
    let since: Int
    let rows: DiagnosedRows
  }

  /// The fewest rows that are compared, now and of the reference.
  static let leastRows = 50
  /// Rows kept of an earlier regime.
  static let regimeRows = 1000

  struct Options: Sendable, Codable {
    let window: Int, reference: Int, level: Double, explained: Double, depth: Int
    let sliceLevel: Double, permutations: Int, columns: Int, regimes: Int
  }

  let options: Options
  let classes: Int
  var inputs: RegimeRows
  var labelled: RegimeRows
  var quality: InputQuality
  /// What was wrong with steps since the last description.
  var findings: [InputQuality.Finding] = []
  var regimes: [Regime] = []
  /// Where the present regime began, and what was last said of it.
  var since = 0
  var last: Diagnosis?
  /// What looking at rows and describing drifts has taken so far, by a model.
  public private(set) var flops = 0

  /// Looks at rows of a schema.
  public init(_ schema: Schema, _ values: SettingValues = [:]) {
    options = Options(
      window: values[Self.window], reference: values[Self.reference], level: values[Self.level],
      explained: values[Self.explained], depth: values[Self.depth],
      sliceLevel: values[Self.sliceLevel], permutations: values[Self.permutations],
      columns: values[Self.columns], regimes: values[Self.regimes])
    classes = schema.classes.count
    let width = schema.features.count
    let (window, capacity) = (options.window, options.reference)
    inputs = RegimeRows(width: width, window: window, capacity: capacity, hasTrail: false)
    labelled = RegimeRows(width: width, window: window, capacity: capacity, hasTrail: true)
    quality = InputQuality(width: width)
  }

  /// The declarations of its settings.
  public static var declarations: [SettingDeclaration] { settings }

  /// Checks a step's inputs, and keeps them unless something is wrong with them.
  public mutating func observe(
    inputs x: Matrix<Float>, step: Int, using random: inout RandomStream
  ) {
    guard x.rows > 0 else { return }
    flops += InputQuality.flops(rows: x.rows, columns: x.columns)
    let found = quality.check(x, against: inputs.reference.rows.features)
    findings += found
    guard found.isEmpty else { return }
    if step < 0 { quality.learn(x) }
    var rows = DiagnosedRows(width: x.columns)
    rows.append(
      x, labels: Array(repeating: 0, count: x.rows), step: step,
      errors: Array(repeating: nil, count: x.rows), version: -1)
    inputs.add(rows, step: step, using: &random)
  }

  /// Keeps labelled rows, unless something is wrong with them.
  public mutating func observe(
    _ arrived: Examples, outcomes: [Outcome], servedBy version: Int?, step: Int,
    using random: inout RandomStream
  ) {
    flops += InputQuality.flops(rows: arrived.count, columns: arrived.features.columns)
    guard arrived.count > 0,
      quality.check(arrived.features, against: inputs.reference.rows.features).isEmpty
    else { return }
    var rows = DiagnosedRows(width: arrived.features.columns)
    let isAnswered = outcomes.count == arrived.count && classes > 0
    let usable = arrived.labels.indices.filter { arrived.labels[$0].isFinite }
    rows.append(
      usable.count == arrived.count ? arrived.features : arrived.features.gather(usable),
      labels: usable.map { arrived.labels[$0] }, step: step,
      errors: usable.map { isAnswered ? !outcomes[$0].isCorrect : nil }, version: version ?? -1)
    labelled.add(rows, step: step, using: &random)
  }

  /// A drift that was answered ends the regime.
  public mutating func updated(step: Int, using random: inout RandomStream) {
    guard let diagnosis = last, diagnosis.step == step, diagnosis.isDrift else { return }
    let kept = labelled.reference.rows
    let thinned = kept.gather(0..<min(Self.regimeRows, kept.count))
    regimes.append(Regime(since: since, rows: thinned))
    if regimes.count > options.regimes { regimes.removeFirst(regimes.count - options.regimes) }
    let onset = diagnosis.speed?.onset
    labelled.turn(from: onset, leastRows: Self.leastRows * 2, using: &random)
    inputs.turn(from: onset, leastRows: Self.leastRows * 2, using: &random)
    quality.learn(inputs.reference.rows.features)
    since = onset ?? step
    last = nil
  }

  /// Compares the newest rows with the regime before them.
  public mutating func diagnose(
    step: Int, using random: inout RandomStream
  ) throws -> Diagnosis {
    let (diagnosis, taken) = try described(step: step, using: &random)
    flops += taken
    findings.removeAll()
    last = diagnosis
    if diagnosis.kind == .none {
      inputs.settle(using: &random)
      labelled.settle(using: &random)
      quality.learn(inputs.current.features)
    }
    return diagnosis
  }

  /// The description, and what it took. By itself, so that no copy of the rows outlives it.
  private func described(
    step: Int, using random: inout RandomStream
  ) throws -> (Diagnosis, flops: Int) {
    var comparison = Comparison(self, step: step)
    let diagnosis = try comparison.diagnosis(using: &random)
    return (diagnosis, comparison.flops)
  }
}
