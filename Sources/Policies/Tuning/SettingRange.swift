public import Core
internal import Foundation
public import Numerics

/// The values that a search tries for one setting.
public indirect enum SettingRange: Hashable, Sendable {
  /// How numbers are spread over their range.
  public enum Spacing: Hashable, Sendable {
    /// At equal differences.
    case even
    /// At equal ratios; the range is positive.
    case ratio
  }

  /// Some values, each as probable as any other.
  case values([SettingValue])
  /// Numbers of a range, of three significant digits or whole.
  case numbers(ClosedRange<Double>, Spacing, isWhole: Bool)
  /// A thing with settings of its own, of one of several spaces.
  case component([ComponentSpace])
  /// So many of them.
  case components([ComponentSpace], count: Int)

  /// A value at random.
  public func draw(using random: inout RandomStream) -> SettingValue {
    switch self {
    case .values(let values): return values[random.integer(below: values.count)]
    case .numbers(let range, let spacing, let isWhole):
      return Self.number(range, spacing, isWhole, at: random.uniform())
    case .component(let spaces):
      return .component(spaces[random.integer(below: spaces.count)].draw(using: &random))
    case .components(let spaces, let count):
      return .list(
        (0..<count).map { _ in
          .component(spaces[random.integer(below: spaces.count)].draw(using: &random))
        })
    }
  }

  /// So many values from one end of the range to the other, fewer where there are no more; of one, that in the
  /// middle. Words are all of them; of a thing, so many for each of its own settings.
  public func levels(_ count: Int) -> [SettingValue] {
    switch self {
    case .values(let values): return values
    case .numbers(let range, let spacing, let isWhole):
      let places = count > 1 ? (0..<count).map { Double($0) / Double(count - 1) } : [0.5]
      return places.reduce(into: []) { levels, place in
        let value = Self.number(range, spacing, isWhole, at: place)
        if levels.last != value { levels.append(value) }
      }
    case .component(let spaces):
      return spaces.flatMap { $0.grid(levels: count).map(SettingValue.component) }
    case .components(let spaces, let members):
      let choices = spaces.flatMap { $0.grid(levels: 1).map(SettingValue.component) }
      let lists = (0..<members).reduce(into: [[SettingValue]]([[]])) { lists, _ in
        lists = lists.flatMap { list in choices.map { list + [$0] } }
      }
      return lists.map(SettingValue.list)
    }
  }

  private static func number(
    _ range: ClosedRange<Double>, _ spacing: Spacing, _ isWhole: Bool, at place: Double
  ) -> SettingValue {
    let (low, high) = (range.lowerBound, range.upperBound)
    let x =
      switch spacing {
      case .even: low + place * (high - low)
      case .ratio: low * pow(high / low, place)
      }
    let inside = min(max(x, low), high)
    return isWhole ? .integer(Int(inside.rounded())) : .number(rounded(inside))
  }

  /// The nearest number of three significant digits: what people write, and read back the same.
  public static func rounded(_ x: Double) -> Double {
    guard x != 0, x.isFinite else { return x }
    let exponent = Int(log10(abs(x)).rounded(.down)) - 2
    let scale = pow(10, Double(abs(exponent)))
    return exponent < 0 ? (x * scale).rounded() / scale : (x / scale).rounded() * scale
  }
}
