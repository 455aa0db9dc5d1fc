import Core
import Evaluation
import Foundation
import Report
import System

/// A winner map for people: letters, whose they are, where they flip, and what it all rests on.
struct WinnersText {
  private let map: WinnerMap
  private let costs: PolicyCosts
  private let pricing: LedgerPricing
  private let lines: (x: PriceLine, y: PriceLine)
  private let deciders: Set<Policy>
  private let book: String
  /// Policies that win somewhere, in order.
  private let winners: [Int]

  /// The map of some costs: the book of all prices with both that are varied in it, the policies that decided by one
  /// of these, and where the other prices are from.
  init(
    _ map: WinnerMap, _ costs: PolicyCosts, _ pricing: LedgerPricing,
    lines: (x: PriceLine, y: PriceLine), deciders: Set<Policy>, book: String
  ) {
    (self.map, self.costs, self.pricing, self.lines) = (map, costs, pricing, lines)
    (self.deciders, self.book) = (deciders, book)
    winners = Set(map.cells.joined().map(\.winner) + map.flips.flatMap { [$0.first, $0.second] })
      .sorted()
  }

  private static let mostFlips = 12
  private static let mostNames = 12

  /// All of it, each line ended.
  var text: String {
    let width = Terminal.output.width
    let letters = map.cells.map { $0.map(letter) }
    let grid = LetterMap(
      x: (axis(lines.x), map.x.values), y: (axis(lines.y), map.y.values), letters: letters,
      width: width)
    let parts = [
      TextLayout.wrap(title, width: width) + "\n\n" + grid.text, legend(width), flips(width),
      TextLayout.notes(notes) + "\n",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var hasIntervals: Bool { map.cells[0][0].rivals != nil }

  private var title: String {
    let seeds = map.policies.map(\.bySeed.count).max() ?? 0
    return "cheapest of \(map.policies.count) policies, by "
      + (hasIntervals
        ? "the mean of \(seeds) seeds; a small letter where the lead over some other is not clear"
        : "one seed, which does not tell how clear a lead is")
  }

  private func axis(_ line: PriceLine) -> String {
    let unit = line.unit(in: pricing.prices ?? PriceBook())
    return line.name == unit ? line.name : "\(line.name), for each \(unit)"
  }

  /// The mark of a policy; from the 27th winner on they share one.
  private func mark(_ policy: Int) -> Character {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let place = winners.firstIndex(of: policy) ?? letters.count
    return place < letters.count ? letters[place] : "#"
  }

  private func letter(_ cell: WinnerMap.Cell) -> Character {
    let mark = mark(cell.winner)
    return cell.rivals ?? 0 > 0 ? Character(mark.lowercased()) : mark
  }

  private func name(_ i: Int) -> String {
    let policy = map.policies[i].policy
    return policy.description + (deciders.contains(policy) ? " *" : "")
  }

  private func legend(_ width: Int) -> String {
    let cells = map.cells.joined()
    return winners.map { i in
      let count = cells.count { $0.winner == i }
      let share =
        count == 0
        ? "only between the points of the map"
        : "cheapest at \(count) of \(cells.count)"
      return TextLayout.item(
        String(mark(i)), "\(name(i)): \(share)", indent: 0, margin: 3, width: width) + "\n"
    }.joined()
  }

  private func flips(_ width: Int) -> String {
    var lines = map.flips.prefix(Self.mostFlips).map { flip in
      "\(mark(flip.first)) to \(mark(flip.second)) where \(condition(flip))"
    }
    if map.flips.count > Self.mostFlips {
      lines.append("… and \(map.flips.count - Self.mostFlips) more in flips.csv")
    }
    if lines.isEmpty { lines = ["no flip between these prices"] }
    return lines.map { TextLayout.wrap($0, width: width) + "\n" }.joined()
  }

  /// Where the second of the two is the cheaper one, and for which part of the range that is the flip.
  private func condition(_ flip: WinnerMap.Flip) -> String {
    let excess = flip.excess
    let range = map.x.values[map.x.values.count - 1] - map.x.values[0]
    let (low, high) = (min(flip.from.x, flip.to.x), max(flip.from.x, flip.to.x))
    guard excess.second != 0, high - low > 1e-9 * range else {
      return "\(map.x.name) \(excess.first > 0 ? ">" : "<") \(number(flip.from.x))"
        + part(flip.from.y, flip.to.y, map.y)
    }
    let right = sum(-excess.first / excess.second, map.x.name, -excess.fixed / excess.second)
    return "\(map.y.name) \(excess.second > 0 ? ">" : "<") \(right)" + part(low, high, map.x)
  }

  /// m · x + k, without what is 0.
  private func sum(_ slope: Double, _ name: String, _ rest: Double) -> String {
    if slope == 0 { return number(rest) }
    let product = "\(number(abs(slope))) × \(name)"
    if slope < 0 { return "\(number(rest)) − \(product)" }
    if rest == 0 { return product }
    return "\(product) \(rest < 0 ? "−" : "+") \(number(abs(rest)))"
  }

  /// The part of an axis, unless it is all of it.
  private func part(_ a: Double, _ b: Double, _ axis: WinnerMap.Axis) -> String {
    let (low, high) = (min(a, b), max(a, b))
    guard low > axis.values[0] || high < axis.values[axis.values.count - 1] else { return "" }
    return " (\(axis.name) from \(number(low)) to \(number(high)))"
  }

  private func number(_ x: Double) -> String { String(format: "%.4g", x == 0 ? 0 : x) }

  private var notes: [String] {
    let never = map.policies.indices.filter { !winners.contains($0) }
    return [
      never.isEmpty
        ? nil : "cheapest nowhere here: \(list(never.map(name)))",
      deciders.isEmpty
        ? nil
        : "* decided by one of these two prices in the run, at what it was there and not on the map",
    ].compactMap(\.self)
      + costs.twins.map { "\($0.policy) costs the same as \($0.of) in every run" }
      + leftOut(costs.diverged, "a run diverged")
      + leftOut(costs.unknown, "something with a price is unknown")
      + ["other prices: \(book)"] + pricing.terms
  }

  private var hasCells: Bool {
    [lines.x.name, lines.y.name].contains("error") && pricing.prices?.error?.isUniform == false
  }

  private func list(_ names: [String]) -> String {
    names.prefix(Self.mostNames).joined(separator: "; ")
      + (names.count > Self.mostNames ? "; and \(names.count - Self.mostNames) more" : "")
  }

  private func leftOut(_ policies: [Policy], _ reason: String) -> [String] {
    policies.isEmpty
      ? [] : ["left out, as \(reason): \(list(policies.map(\.description)))"]
  }
}
