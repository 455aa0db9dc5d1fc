internal import Core
internal import Numerics

/// Labelled rows before and now, cut into slices, and the tests of what changed between them.
///
/// The slices and the discriminant are learned on every other row of the reference; all tests compare the other
/// half with the current rows.
struct LawTests {
  /// The rows, reference first: [n, d], [n].
  private let x: Matrix<Double>
  private let labels: [Int]
  /// Whether the live model was wrong, and its version, [n].
  private let errors: [Bool?], versions: [Int]
  let isCurrent: [Bool]
  /// The slice of each row, and the class that the discriminant takes it for.
  private let slices: [Int], guesses: [Int]
  let sliceCount: Int
  let classes: Int
  private let permutations: Int, depth: Int
  private let tree: SliceTree, discriminant: ClassDiscriminant
  private let columns: [Int], coding: LabelCoding

  /// Rows that a slice should have in the half it is learned on.
  private static let rowsPerSlice = 16

  init(
    reference: DiagnosedRows, current: DiagnosedRows, columns: [Int], coding: LabelCoding,
    depth: Int, permutations: Int
  ) {
    let learning = Array(stride(from: 0, to: reference.count, by: 2))
    let before = Array(stride(from: 1, to: reference.count, by: 2))
    let all = reference.matrix(columns)
    let (known, own) = (all.gather(learning), learning.map { coding.code(reference.labels[$0]) })
    var compared = all.gather(before)
    compared.append(rows: 0..<current.count, of: current.matrix(columns))
    x = compared
    labels = before.map { coding.code(reference.labels[$0]) } + current.labels.map(coding.code)
    errors = before.map { reference.errors[$0] } + current.errors
    versions = before.map { reference.versions[$0] } + current.versions
    isCurrent = (0..<compared.rows).map { $0 >= before.count }
    classes = coding.count
    (self.permutations, self.depth) = (permutations, depth)
    (self.columns, self.coding) = (columns, coding)
    let tree = SliceTree(known, labels: own, depth: depth, leastRows: Self.rowsPerSlice)
    let x = x
    slices = (0..<x.rows).map { tree.slice($0, of: x) }
    sliceCount = tree.count
    discriminant = ClassDiscriminant(known, labels: own)
    guesses = discriminant.classes(x)
    self.tree = tree
  }

  var referenceRows: Int { isCurrent.count { !$0 } }
  var currentRows: Int { isCurrent.count { $0 } }

  /// p(y): the labels.
  func labelShares(using random: inout RandomStream) -> StratifiedTest {
    StratifiedTest(
      labels, strata: labels.map { _ in 0 }, count: 1, isCurrent: isCurrent,
      permutations: permutations, using: &random)
  }

  /// p(y | x) where p(x) stays: labels within slice × guess.
  func labelsGivenSlice(using random: inout RandomStream) -> StratifiedTest {
    labels(groupOf: nil, using: &random)
  }

  /// The same, of each slice by itself too: the groups.
  func labelsInEachSlice(using random: inout RandomStream) -> StratifiedTest {
    labels(groupOf: (0..<sliceCount * classes).map { $0 / classes }, using: &random)
  }

  private func labels(groupOf: [Int]?, using random: inout RandomStream) -> StratifiedTest {
    StratifiedTest(
      labels, strata: labels.indices.map { slices[$0] * classes + guesses[$0] },
      count: sliceCount * classes, isCurrent: isCurrent, groupOf: groupOf,
      permutations: permutations, using: &random)
  }

  /// p(y | x) where p(x) changes: labels within coarse slice × guess × quartile of the propensity to be current
  /// (Rosenbaum & Rubin 1983), given which x says nothing about when a row came.
  func labelsGivenPropensity(using random: inout RandomStream) -> StratifiedTest {
    let quartile = propensityQuartiles()
    let coarse = tree.ancestors(at: max(0, depth - 2))
    return StratifiedTest(
      labels,
      strata: labels.indices.map {
        (coarse[slices[$0]] * classes + guesses[$0]) * 4 + quartile[$0]
      },
      count: sliceCount * classes * 4, isCurrent: isCurrent, permutations: permutations,
      using: &random)
  }

  private func propensityQuartiles() -> [Int] {
    let scores = propensities()
    let now = scores.indices.filter { isCurrent[$0] }.map { scores[$0] }.sorted()
    let cuts = (1...3).map { now[now.count * $0 / 4] }
    return scores.map { score in cuts.count { score > $0 } }
  }

  /// A score that grows with how much more probable the row is now, [n].
  private func propensities() -> [Double] {
    let features = ClassDiscriminant.features(Standardization(x).apply(x))
    let (before, now) = (
      features.gather(isCurrent.indices.filter { !isCurrent[$0] }),
      features.gather(isCurrent.indices.filter { isCurrent[$0] })
    )
    return LinearDiscriminant(before, now, ridge: 0.1).scores(features)
  }

  /// p(x | y): slices within labels.
  func slicesGivenLabel(using random: inout RandomStream) -> StratifiedTest {
    StratifiedTest(
      slices.indices.map { slices[$0] * classes + guesses[$0] }, strata: labels, count: classes,
      isCurrent: isCurrent, permutations: permutations, using: &random)
  }

  /// p(x | y): columns within labels, the least of the p-values of Kolmogorov–Smirnov tests times their number.
  func columnsGivenLabel() -> Double {
    var least = 1.0
    var tests = 0
    for y in 0..<classes {
      let members = labels.indices.filter { labels[$0] == y }
      let before = members.filter { !isCurrent[$0] }
      let now = members.filter { isCurrent[$0] }
      guard before.count >= 20 && now.count >= 20 else { continue }
      tests += x.columns
      let columns = (0..<x.columns).lazy.map { j in
        (reference: before.map { x[$0, j] }, current: now.map { x[$0, j] })
      }
      least = min(least, KolmogorovSmirnovTest.leastP(columns))
    }
    return min(1, least * Double(max(tests, 1)))
  }

  /// The live model's errors within slices, of rows that one version answered; `nil` for too few of them.
  func errorsGivenSlice(leastRows: Int, using random: inout RandomStream) -> StratifiedTest? {
    guard let version = versions.last, version >= 0 else { return nil }
    let members = versions.indices.filter {
      versions[$0] == version && errors[$0] != nil
    }
    let now = members.count { isCurrent[$0] }
    guard now >= leastRows && members.count - now >= leastRows else { return nil }
    return StratifiedTest(
      members.map { errors[$0] == true ? 1 : 0 }, strata: members.map { slices[$0] },
      count: sliceCount, isCurrent: members.map { isCurrent[$0] }, permutations: permutations,
      using: &random)
  }

  /// The share of the current rows whose law has changed, of those in slices that have.
  ///
  /// In a stratum where the share π of the reference's rows has the label that prevails, rows that get another
  /// label as surely as they had theirs move the labels by π − (1 − π)/(k − 1) in total variation; the share of
  /// rows that have moved is what is seen over that, at most 1.
  func movedShare(changed: [Bool]) -> Double {
    var counts = Array(
      repeating: Array(repeating: (before: 0.0, now: 0.0), count: classes),
      count: sliceCount * classes)
    for i in labels.indices {
      let stratum = slices[i] * classes + guesses[i]
      if isCurrent[i] {
        counts[stratum][labels[i]].now += 1
      } else {
        counts[stratum][labels[i]].before += 1
      }
    }
    var moved = 0.0
    for (stratum, cells) in counts.enumerated() where changed[stratum / classes] {
      let (before, now) = cells.reduce((0.0, 0.0)) { ($0.0 + $1.before, $0.1 + $1.now) }
      guard before > 0 && now > 0 else { continue }
      let distance = cells.reduce(0) { $0 + abs($1.before / before - $1.now / now) } / 2
      let purity = cells.reduce(0) { max($0, $1.before) } / before
      let whole = max(0.2, purity - (1 - purity) / Double(max(1, classes - 1)))
      moved += now * min(1, distance / whole)
    }
    return moved / Double(max(1, currentRows))
  }

  /// How many rows of each slice there are before and now.
  var sliceCounts: [(before: Int, now: Int)] {
    var counts = Array(repeating: (before: 0, now: 0), count: sliceCount)
    for (i, slice) in slices.enumerated() {
      if isCurrent[i] { counts[slice].now += 1 } else { counts[slice].before += 1 }
    }
    return counts
  }

  /// For each row of the trail, how much more its outcome in its stratum speaks for the current law than for the
  /// reference's: the logarithm of the ratio of their shares, half a row added to each count.
  ///
  /// - Parameter kind: labels given slice and guess for a concept drift, slices for covariate, labels for prior.
  func evidence(of trail: DiagnosedRows, _ kind: DriftKind) -> [Double] {
    let places = trail.matrix(columns)
    let (its, guessed) = (trail.labels.map(coding.code), discriminant.classes(places))
    func cell(_ slice: Int, _ guess: Int, _ label: Int) -> (stratum: Int, outcome: Int) {
      switch kind {
      case .covariate: (0, slice)
      case .prior: (0, label)
      default: (slice * classes + guess, label)
      }
    }
    let outcomes = max(sliceCount, classes)
    var counts = Array(
      repeating: (before: 0.5, now: 0.5), count: sliceCount * classes * outcomes)
    for i in labels.indices {
      let (stratum, outcome) = cell(slices[i], guesses[i], labels[i])
      if isCurrent[i] {
        counts[stratum * outcomes + outcome].now += 1
      } else {
        counts[stratum * outcomes + outcome].before += 1
      }
    }
    return (0..<trail.count).map { i in
      let (stratum, outcome) = cell(tree.slice(i, of: places), guessed[i], its[i])
      let row = stratum * outcomes..<(stratum + 1) * outcomes
      let totals = counts[row].reduce((0.0, 0.0)) { ($0.0 + $1.before, $0.1 + $1.now) }
      let found = counts[stratum * outcomes + outcome]
      return Double.log(found.now / totals.1 * totals.0 / found.before)
    }
  }
}

extension DiagnosedRows {
  /// The given columns in double precision, [n, columns].
  func matrix(_ columns: [Int]) -> Matrix<Double> {
    var result = Matrix<Double>(rows: count, columns: columns.count)
    let (x, width) = (features.elements, features.columns)
    result.withMutableSpan { result in
      var place = 0
      for i in 0..<count {
        for j in columns {
          result[place] = Double(x[i * width + j])
          place += 1
        }
      }
    }
    return result
  }
}
