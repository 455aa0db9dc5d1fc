import Foundation
import TestSupport

/// What numpy and scipy say: scripts/reference/two_sample.py.
struct TwoSampleReference: Decodable {
  /// A test's outcome; some have only a statistic there.
  struct Outcome: Decodable {
    let statistic: Double
    let p: Double?
  }

  /// Values, or the rule that makes them.
  enum Sample: Decodable {
    case values([Double])
    case rule(Rule)

    struct Rule: Decodable {
      let count: Int
      let step: Int
      let modulus: Int
      let bend: Double
    }

    init(from decoder: any Decoder) throws {
      if let values = try? [Double](from: decoder) {
        self = .values(values)
      } else {
        self = .rule(try Rule(from: decoder))
      }
    }

    var values: [Double] {
      switch self {
      case .values(let values): values
      case .rule(let rule):
        (0..<rule.count).map { i in
          let v = Double(rule.step * i % rule.modulus) / Double(rule.modulus)
          return v + rule.bend * v * (1 - v)
        }
      }
    }
  }

  /// Two samples of numbers under every test.
  struct Case: Decodable, Sendable {
    let name: String
    let bins: Int
    let reference: Sample
    let current: Sample
    let outcomes: [String: Outcome]

    static let tests = [
      "ks", "cvm", "chi-square", "psi", "jensen-shannon", "wasserstein", "mann-whitney",
    ]

    struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      name = try values.decode(String.self, forKey: Key(stringValue: "name"))
      bins = try values.decode(Int.self, forKey: Key(stringValue: "bins"))
      reference = try values.decode(Sample.self, forKey: Key(stringValue: "reference"))
      current = try values.decode(Sample.self, forKey: Key(stringValue: "current"))
      outcomes = try Dictionary(
        uniqueKeysWithValues: Self.tests.map {
          ($0, try values.decode(Outcome.self, forKey: Key(stringValue: $0)))
        })
    }
  }

  /// P(D ≥ distance) for one sample.
  struct Tail: Decodable {
    let size: Int
    let distance: Double
    let p: Double
  }

  struct Adjusted: Decodable {
    let p: [Double]
    let adjusted: [Double]
  }

  /// Rows and the MMD² of the definition.
  struct Kernel: Decodable {
    let reference: [[Double]]
    let current: [[Double]]
    let statistic: Double
  }

  let cases: [Case]
  let kolmogorov: [Tail]
  let adjusted: [Adjusted]
  let mmd: [Kernel]

  static let all = Result {
    try JSONDecoder().decode(
      TwoSampleReference.self, from: Golden.reference("tests", "two-sample.json"))
  }
}
