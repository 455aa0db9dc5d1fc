internal import Numerics

/// How a quadratic pull enters a training step.
///
/// Both have their fixed points where ∇ℓ(θ) + λ F (θ − θ*) = 0 under SGD.
public enum PenaltyStep: String, Hashable, Sendable, Codable, CaseIterable {
  /// Its gradient is added to that of the loss; under SGD this diverges once η λ F > 2. 4 FLOP a parameter.
  case explicit
  /// After the optimizer's step on the rest, θ ← (θ + η λ F θ*) / (1 + η λ F): the proximal gradient
  /// method (Parikh & Boyd 2014, section 4.2), stable at any λ. η is the learning rate whatever the
  /// optimizer, and gradient clipping does not see the pull. 6 FLOP a trained parameter.
  case proximal
}

extension QuadraticPenalty {
  /// λ/2 Σ_i F_i (θ_i − θ*_i)²
  @unsafe func value(at parameters: UnsafePointer<Element>) -> Double {
    var sum: Element = 0
    for i in importance.indices {
      let d = unsafe parameters[i] - anchor[i]
      sum += importance[i] * d * d
    }
    return weight / 2 * sum.double
  }

  /// θ ← θ + (θ* − θ) a/(1 + a) with a = η λ F, in the trained ranges; a is held below 1e30, so that a pull
  /// too strong for the precision leads to θ* itself.
  @unsafe func settle(
    _ parameters: UnsafeMutablePointer<Element>, ranges: [Range<Int>], learningRate: Double
  ) {
    let limit: Element = 1e30
    let rate = Element(min(learningRate * weight, 1e30))
    unsafe importance.withUnsafeBufferPointer { importance in
      unsafe anchor.withUnsafeBufferPointer { anchor in
        for range in ranges {
          for i in range {
            let a = unsafe min(rate * importance[i], limit)
            unsafe parameters[i] += (anchor[i] - parameters[i]) * (a / (1 + a))
          }
        }
      }
    }
  }
}
