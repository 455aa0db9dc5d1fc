internal import Numerics

/// The weights of members by AUE2 (Brzezinski & Stefanowski 2014, eqs. 1 to 4).
enum AccuracyWeights {
  /// ε, which keeps weights finite.
  static let epsilon = 1e-9

  /// MSE_i = mean of (1 − f_y(x))², f_y the probability that a member gives the label; in regression (ours)
  /// the mean of (y − f)².
  static func error(_ outputs: Matrix<Float>, _ labels: [Float], isRegression: Bool) -> Double {
    var sum = 0.0
    for (i, label) in labels.enumerated() {
      let miss = isRegression ? label - outputs[i, 0] : 1 - outputs[i, Int(label)]
      sum += Double(miss) * Double(miss)
    }
    return sum / Double(labels.count)
  }

  /// MSE_r = Σ_y p(y) (1 − p(y))², the error of guessing by the shares of the classes; in regression (ours)
  /// the variance of the labels, the error of guessing their mean.
  static func randomError(_ labels: [Float], classes: Int, isRegression: Bool) -> Double {
    let n = Double(labels.count)
    if isRegression {
      let mean = labels.reduce(0) { $0 + Double($1) } / n
      return labels.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / n
    }
    var counts = [Double](repeating: 0, count: classes)
    for label in labels { counts[Int(label)] += 1 }
    return counts.reduce(0) { $0 + $1 / n * (1 - $1 / n) * (1 - $1 / n) }
  }

  /// w = 1/(MSE_r + MSE_i + ε); the newest member's MSE_i counts as 0.
  static func weight(random: Double, error: Double) -> Double { 1 / (random + error + epsilon) }
}

/// The weights of members by dynamic weighted majority (Kolter & Maloof 2007, figure 1).
struct MajorityWeights: Sendable, Codable {
  /// What a weight is multiplied with at a mistake.
  let beta: Double
  /// Members below go, once the largest weight is scaled to 1.
  let threshold: Double
  private(set) var weights: [Double] = [1]

  init(beta: Double, threshold: Double) {
    self.beta = beta
    self.threshold = threshold
  }

  /// Takes in the members' answers for a row that counts and its label.
  ///
  /// - Returns: whether the weighted majority was wrong, and which members stay.
  mutating func take(_ answers: [Int], label: Int) -> (isWrong: Bool, staying: [Int]) {
    precondition(answers.count == weights.count, "\(answers.count) answers")
    var votes = [Double](repeating: 0, count: (answers.max() ?? 0) + 1)
    for (j, answer) in answers.enumerated() {
      if answer != label { weights[j] *= beta }
      votes[answer] += weights[j]
    }
    let majority = votes.indices.max { (votes[$0], $1) < (votes[$1], $0) } ?? 0
    let largest = weights.max() ?? 1
    weights = weights.map { $0 / largest }
    let staying = weights.indices.filter { weights[$0] >= threshold }
    weights = staying.map { weights[$0] }
    return (majority != label, staying)
  }

  /// A new member, with weight 1.
  mutating func add() { weights.append(1) }

  /// Removes the member with the smallest weight, the oldest of them, and says which it was.
  mutating func removeWorst() -> Int {
    let worst = weights.indices.min { weights[$0] < weights[$1] } ?? 0
    weights.remove(at: worst)
    return worst
  }
}

/// The weight of one member by Learn++.NSE (Elwell & Polikar 2011, algorithm 1, steps 5 and 6): of its
/// errors on all chunks since its own, later ones count more.
struct ErrorHistory: Sendable, Codable {
  private var chunks = 0
  private var total = 0.0
  private var weighted = 0.0
  /// ε of the latest chunk, at most ½.
  private(set) var latest = 0.0

  /// Takes in the weighted error on a chunk: β = ε/(1 − ε), ε cut at ½, and
  /// ω ∝ 1/(1 + exp(−a (age − b))), age the chunks since the member's own.
  mutating func take(_ error: Double, slope a: Double, delay b: Double) {
    latest = min(error, 0.5)
    let omega = 1 / (1 + Double.exp(-a * (Double(chunks) - b)))
    total += omega
    weighted += omega * latest / (1 - latest)
    chunks += 1
  }

  /// Whether there has been no chunk yet.
  var isEmpty: Bool { chunks == 0 }

  /// W = ln(1/β̄), β̄ = Σ ω β / Σ ω, which is kept above 1e-9; 1 before there is an error.
  var weight: Double { total > 0 ? -Double.log(max(weighted / total, 1e-9)) : 1 }

  /// D_i ∝ E for rows that the ensemble gets right, 1 for others, E its error; all alike if it makes none.
  static func rowWeights(isRight: [Bool]) -> [Double] {
    let n = Double(isRight.count)
    let error = Double(isRight.count { !$0 }) / n
    let raw = isRight.map { $0 && error > 0 ? error : 1 }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }
}
