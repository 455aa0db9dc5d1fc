import Foundation
import Numerics
import TestSupport

@testable import Training

/// The golden files of `kernel/`: PyTorch in float64.
struct Parameters: Decodable {
  let weights: [[Double]]
  let biases: [[Double]]
  /// All weights layer by layer, then all biases: our own layout.
  var flat: [Double] { weights.flatMap { $0 } + biases.flatMap { $0 } }
}

/// A folder's file, decoded.
func golden<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
  try JSONDecoder().decode(type, from: Golden.data("kernel", name))
}

extension Array where Element == Double {
  func converted<S: Scalar>() -> [S] { map { S($0) } }
}

/// The largest difference between numbers that should agree.
func distance<S: Scalar>(_ ours: [S], _ theirs: [Double]) -> Double {
  guard ours.count == theirs.count else { return .infinity }
  return zip(ours, theirs).map { abs(Double($0) - $1) }.max() ?? 0
}

/// The tolerance the two precisions are held to.
func tolerance<S: Scalar>(_: S.Type) -> Double { S.self == Double.self ? 1e-9 : 1e-4 }
