internal import Core

extension Decision {
  /// The same decision with what a person has to do if it fires, and what becomes of a candidate.
  func asking(review: Review?, preparation: Preparation?) -> Decision {
    Decision(
      fires: fires, signal: signal, value: value, threshold: threshold, relation: relation,
      setting: setting, p: p, samples: samples, members: members, guards: guards,
      forecast: forecast, review: fires ? review : nil, preparation: preparation)
  }
}
