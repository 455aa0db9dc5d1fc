/// A machine that updates and predictions run on: turns arithmetic into time, energy and carbon.
///
/// seconds = FLOP / (peak · utilization), and `startUp` once for every update; kWh = s · W / 3.6e6 · PUE; grams =
/// kWh · grid intensity.
public struct HardwareProfile: Hashable, Sendable {
  /// What people call it.
  public var name: String
  /// Most floating-point operations a second.
  public var peak: Double
  /// The share of them that is reached, in (0, 1].
  public var utilization: Double
  /// Seconds before an update does any arithmetic.
  public var startUp: Double
  /// Power while it works; `nil` if unknown.
  public var watts: Double?
  /// Power usage effectiveness: what the building draws for each watt of the machine, ≥ 1.
  public var pue: Double
  /// How clean its electricity is.
  public var grid: GridIntensity

  /// A machine.
  public init(
    name: String, peak: Double, utilization: Double, startUp: Double, watts: Double?,
    pue: Double = 1, grid: GridIntensity = .world
  ) {
    (self.name, self.peak, self.utilization) = (name, peak, utilization)
    (self.startUp, self.watts, self.pue, self.grid) = (startUp, watts, pue, grid)
  }

  /// Seconds that so many operations take, start-up not included.
  public func seconds(flops: Int) -> Double { time(Amount<Flop>(Double(flops))).value }

  /// Seconds that an update of so many operations takes, the start of its job included.
  public func seconds(ofUpdate flops: Int) -> Double { startUp + seconds(flops: flops) }

  /// Seconds that so many operations take, start-up not included.
  public func time(_ work: Amount<Flop>) -> Amount<Seconds> {
    Amount<Seconds>(work.value / (peak * utilization))
  }

  /// What it draws meanwhile; `nil` if its power is unknown.
  public func energy(_ time: Amount<Seconds>) -> Amount<KilowattHours>? {
    watts.map { Amount<KilowattHours>(time.value * $0 / 3.6e6 * pue) }
  }
}
