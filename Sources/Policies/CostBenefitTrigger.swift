public import Core

/// `cost-benefit`: fires when to go on without an update is expected to cost more than the update.
///
/// `in: money`. The answers of the last `window` labelled rows cost C a row more or less than those right after an
/// update, R (see ``PricedErrors``): over `horizon` steps of r rows each an update is expected to save
/// (C − R − margin · s) · r · horizon, with s the standard error of C − R, and fires if that exceeds its price:
/// `price`, or what the last update cost, before the first what the warm-up did. An error costs what its cell of
/// the confusion matrix does. Where updates cost next to nothing, a chance excess is enough: the margin is for that.
///
/// `in: delay`, after the data-incorporation latency of Böther et al., Modyn, SIGMOD 2025. Labelled rows wait to
/// be trained on; D is the sum of the seconds they have waited (see ``IncorporationDelay``). With θ =
/// `delay-per-second` the waiting that is tolerated for a second of training, and S the seconds of the last update
/// (before the first: of the warm-up), it fires if rows wait and
///
///   D ≥ θ S,
///
/// D in row-seconds, S in seconds, θ in row-seconds per second: types that multiply and divide in no other way.
/// Both forms begin again at **every** accepted update, whatever asked for it.
///
/// **A larger θ never adds updates**, if nothing else asks for any and the duration of the k-th update depends on
/// k, and on the step at which it begins only by growing with it: constant durations, any sequence of them, or a
/// training on all rows so far. Then the k-th update never comes earlier under a larger θ: D since an update is
/// the less the later that was, and the bar θ S_k the higher. For a training on new rows alone it can fail: with a
/// larger θ the rows can fall differently between updates, a cheap update lowers the next bar, and one more
/// follows; likewise for a training that shrinks as history goes on.
public struct CostBenefitTrigger: Trigger, Codable {
  /// What costs and benefits are in.
  enum Currency: String, CaseIterable {
    case money, delay
  }

  static let currency = Setting.choice(
    "in", of: Currency.allCases.map(\.rawValue), default: Currency.money.rawValue,
    "what is weighed: what errors and updates cost, or how long rows wait and training takes")
  static let window = Setting.integer(
    "window", in: .closed(2, 1e6), default: 500, "in: money; labelled rows to average over")
  static let horizon = Setting.integer(
    "horizon", in: .closed(1, 1e9), default: 20,
    "in: money; steps within which an update is to pay for itself")
  static let margin = Setting.number(
    "margin", in: .atLeast(0), default: 2,
    "in: money; standard errors that are taken off what an update is expected to save")
  static let price = Setting.optionalNumber(
    "price", in: .atLeast(0), "in: money; of an update; default: what the last one cost")
  static let tolerated = Setting.number(
    "delay-per-second", in: .above(0), default: 100_000,
    "in: delay; seconds of waiting, summed over rows, tolerated for a second of training")

  private let currency: String
  private let horizon: Int, margin: Double, price: Double?, tolerated: Double
  private var errors: PricedErrors
  private var delay = IncorporationDelay()
  private var step = -1

  init(_ values: SettingValues) {
    currency = values[Self.currency]
    (horizon, margin) = (values[Self.horizon], values[Self.margin])
    (price, tolerated) = (values[Self.price], values[Self.tolerated])
    errors = PricedErrors(window: values[Self.window])
  }

  private var isInMoney: Bool { currency == Currency.money.rawValue }

  /// Only runs in which what it weighs is known.
  public func check(_ conditions: RunConditions) throws(SettingError) {
    let setting = Self.currency.declaration.name
    guard isInMoney else {
      if conditions.hasHardware { return }
      throw SettingError(setting, "no training has a duration; allowed: with hardware")
    }
    if conditions.facts.classes.isEmpty {
      throw SettingError(setting, "the errors of regression have no price; allowed: delay")
    }
    if conditions.facts.costModel?.hasPrice(of: .errors) != true {
      throw SettingError(setting, "errors have no price; allowed: with prices.error, or delay")
    }
    if price == nil, let problem = conditions.unpricedUpdates {
      throw SettingError(setting, problem + ", or a price, or delay")
    }
  }

  /// Weighs one against the other.
  public mutating func decide(_ observation: Observation) -> Decision {
    step = observation.step
    return isInMoney ? decideInMoney(observation) : decideInDelay(observation)
  }

  private mutating func decideInMoney(_ observation: Observation) -> Decision {
    errors.take(observation)
    let price = price ?? observation.lastUpdate.money
    let saved = errors.excess(margin: margin).map {
      $0 * errors.rowsPerStep * Double(horizon)
    }
    let isKnown = saved != nil && price != nil
    return Decision(
      fires: isKnown && saved ?? 0 > price ?? 0, signal: "saved", value: saved, threshold: price,
      relation: .above, setting: self.price == nil ? nil : Self.price.declaration.name,
      samples: [errors.window],
      forecast: isKnown
        ? Decision.Forecast(benefit: saved ?? 0, cost: price ?? 0, unit: "money") : nil)
  }

  private mutating func decideInDelay(_ observation: Observation) -> Decision {
    let waited = delay.advance(observation)
    let rate = Rate<RowSeconds, Seconds>(tolerated)
    let training = observation.lastUpdate.seconds.map { Amount<Seconds>($0) }
    let allowed = training.map { rate * $0 }
    let forecast = training.map {
      Decision.Forecast(benefit: (waited / rate).value, cost: $0.value, unit: "s")
    }
    return Decision(
      fires: delay.rows > 0 && allowed.map { $0 <= waited } ?? false, signal: "delay",
      value: waited.value, threshold: allowed?.value,
      setting: Self.tolerated.declaration.name, samples: [delay.rows], forecast: forecast)
  }

  /// Begins again.
  public mutating func updated(_ report: UpdateReport) {
    errors.reset()
    delay.reset(to: report.step, now: step)
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "cost-benefit", "updates when to go on without is expected to cost more than the update",
    formula: """
      in: money: (C − R − margin s) · rows of horizon steps > price, C the mean price of the answers to the \
      last window labelled rows, R that of the first ones after an update, s the standard error; in: delay: \
      Σ over rows of the seconds they wait ≥ delay-per-second · seconds of the last update
      """,
    source: "in: delay, the data-incorporation cost trigger of Böther et al., Modyn, SIGMOD 2025",
    cost: "O(window) a step.",
    differences: """
      Modyn's cost triggers do not begin again at an update, and multiply the delay by what is tolerated for a \
      second of training, so that more tolerance means more updates; here it divides. Training is expected to \
      take what the last update did, not what a line through earlier ones says.
      """,
    verified: [
      .closedForm("delays and prices by hand, with updates in between that others asked for"),
      .definition("a larger tolerated delay adds no update, over random arrivals and durations"),
    ],
    settings: [
      currency.declaration, window.declaration, horizon.declaration, margin.declaration,
      price.declaration, tolerated.declaration,
    ]
  ) { values, _ in
    let isInMoney = values[currency] == Currency.money.rawValue
    let foreign =
      isInMoney
      ? [tolerated.declaration]
      : [window.declaration, horizon.declaration, margin.declaration, price.declaration]
    for setting in foreign {
      // A default may be written out.
      guard let value = values[setting.name], value != setting.defaultValue else { continue }
      throw SettingError(
        setting.name, "of no use in \(values[currency]); allowed: in the other one only")
    }
    return CostBenefitTrigger(values)
  }
}
