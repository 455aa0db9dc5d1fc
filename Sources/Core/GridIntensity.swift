/// Grams of CO₂ equivalent for each kilowatt-hour, the same always or by the hour of the day.
public struct GridIntensity: Hashable, Sendable {
  /// What people call it; empty for given numbers.
  public let name: String
  /// One number, or one for each hour of the day from midnight, where the stream begins.
  public let hourly: [Double]

  /// A mix that has a name, or given numbers: one, or 24.
  public init(_ name: String = "", _ hourly: [Double]) {
    precondition([1, 24].contains(hourly.count), "\(hourly.count) hourly intensities")
    (self.name, self.hourly) = (name, hourly)
  }

  /// The mixes that have a name, in g/kWh: the world's, and those of the United States and of France as in
  /// codecarbon's table of 2023.
  public static let named = [
    GridIntensity("world", [475]), GridIntensity("us", [369]), GridIntensity("france", [56]),
  ]

  /// 475 g/kWh.
  public static let world = named[0]

  /// The mean over a stretch of time, in seconds from the start of the stream.
  public func mean(from start: Double, to end: Double) -> Double {
    guard hourly.count > 1, end > start else { return hourly[0] }
    return (integral(to: end) - integral(to: start)) / (end - start)
  }

  /// The integral from the start of the stream to a time.
  private func integral(to time: Double) -> Double {
    let day = (time / 86_400).rounded(.down)
    let hours = (time - day * 86_400) / 3600
    let whole = min(Int(hours), 23)
    let passed = hourly[..<whole].reduce(0, +) + (hours - Double(whole)) * hourly[whole]
    return (day * hourly.reduce(0, +) + passed) * 3600
  }
}
