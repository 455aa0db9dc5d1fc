internal import Core
internal import Foundation

extension LedgerPricing {
  /// What the figures rest on, for people, a line each: the machine's numbers, what is unknown and why, what has
  /// no price.
  public var terms: [String] {
    (hardware.map { [describe($0)] } ?? []) + gaps + unpriced
  }

  private func describe(_ machine: HardwareProfile) -> String {
    let power = machine.watts.map { "\(number($0)) W" } ?? "power unknown"
    let grid =
      machine.grid.hourly.count > 1
      ? "g/kWh by the hour" : "\(number(machine.grid.hourly[0])) g/kWh"
    return "hardware: \(machine.name.isEmpty ? "as given" : machine.name), "
      + "\(number(machine.peak)) FLOP/s × \(number(machine.utilization)), \(power), "
      + "PUE \(number(machine.pue)), start-up \(number(machine.startUp)) s, \(grid); "
      + "a step takes \(number(stepSeconds)) s"
  }

  /// Prices of what nobody can know, a line each.
  public var gaps: [String] {
    guard let prices else { return [] }
    var missing: [String] = []
    let needsEnergy: Bool
    if case .energy = prices.compute { needsEnergy = true } else { needsEnergy = false }
    if hardware == nil {
      if prices.compute != nil || prices.carbon != nil { missing.append("hardware") }
    } else if hardware?.watts == nil, needsEnergy || prices.carbon != nil {
      missing.append("hardware.watts")
    }
    return missing.map {
      "money is unknown: compute or carbon has a price, and there is no \($0)"
    }
  }

  /// What is no part of the money.
  private var unpriced: [String] {
    guard prices != nil else { return [] }
    let names = LedgerComponent.allCases.filter { $0.isCharged && !hasPrice(of: $0) }
    return names.isEmpty
      ? [] : ["without a price: \(names.map(\.rawValue).joined(separator: ", "))"]
  }

  private func number(_ x: Double) -> String { String(format: "%.4g", x) }
}
