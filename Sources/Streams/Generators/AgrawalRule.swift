/// The ten rules of agrawal on a person who asks for a loan: true is group A, class 0.
struct AgrawalRule: Sendable {
  /// What the rules look at; salary and commission in a year, both in dollars, as all amounts.
  struct Person {
    var salary = 0.0
    var commission = 0.0
    /// Years.
    var age = 0.0
    /// Level of education, 0…4.
    var level = 0
    var houseValue = 0.0
    /// Years that the house has been owned.
    var houseYears = 0.0
    var loan = 0.0

    /// 0 below 40, 1 below 60, else 2.
    var ageGroup: Int { age < 40 ? 0 : age < 60 ? 1 : 2 }
  }

  /// 1…10.
  let function: Int

  /// Whether a person is in group A.
  @inline(__always)
  func isGroupA(_ person: Person) -> Bool {
    let group = person.ageGroup
    switch function {
    case 1: return group != 1
    case 2: return Self.hasUsual(person.salary, group)
    case 3: return Self.hasUsualLevel(person.level, group)
    case 4:
      return Self.hasUsualLevel(person.level, group)
        ? Self.isWithin(50_000, of: person.salary, from: Self.pick(group, 25_000, 50_000, 50_000))
        : Self.isWithin(50_000, of: person.salary, from: Self.pick(group, 50_000, 75_000, 25_000))
    case 5:
      return Self.hasUsual(person.salary, group)
        ? Self.isWithin(200_000, of: person.loan, from: Self.pick(group, 1e5, 2e5, 3e5))
        : Self.isWithin(200_000, of: person.loan, from: Self.pick(group, 2e5, 3e5, 1e5))
    case 6: return Self.hasUsual(person.salary + person.commission, group)
    default: return disposable(person) > 0
    }
  }

  /// What is left of the income, functions 7–10.
  private func disposable(_ person: Person) -> Double {
    let income = 2 * (person.salary + person.commission) / 3
    let schooling = 5000 * Double(person.level)
    switch function {
    case 7: return income - person.loan / 5 - 20_000
    case 8: return income - schooling - 20_000
    case 9: return income - schooling - person.loan / 5 - 10_000
    default:
      let years = max(person.houseYears - 20, 0)
      return income - schooling + person.houseValue * years / 10 / 5 - 10_000
    }
  }

  /// Whether an income lies in the age group's usual band.
  private static func hasUsual(_ income: Double, _ group: Int) -> Bool {
    isWithin(50_000, of: income, from: pick(group, 50_000, 75_000, 25_000))
  }

  /// Whether a level of education is usual: 0 and 1; 1, 2 and 3; 2, 3 and 4.
  private static func hasUsualLevel(_ level: Int, _ group: Int) -> Bool {
    group == 0 ? level <= 1 : group == 1 ? 1 <= level && level <= 3 : level >= 2
  }

  private static func isWithin(_ width: Double, of x: Double, from low: Double) -> Bool {
    low <= x && x <= low + width
  }

  private static func pick(_ group: Int, _ a: Double, _ b: Double, _ c: Double) -> Double {
    group == 0 ? a : group == 1 ? b : c
  }
}

extension AgrawalRule {
  /// P(group A), exactly.
  ///
  /// Of the 61 ages 20 are below 40 and 20 below 60; each band of 1–5 holds 5/13 of the salaries or 2/5 of the
  /// loans. Functions 7 and 9 compare the income with a uniform loan, which takes a mean of its excess; 10
  /// compares it with the house's value, uniform too, for each number of years and zip code.
  var shareOfGroupA: Double {
    switch function {
    case 1: 41 / 61.0
    case 2, 4: 5 / 13.0
    case 3: (20 * 2 + 20 * 3 + 21 * 3) / (61 * 5.0)
    case 5: 2 / 5.0
    case 6:
      (20 * AgrawalIncome.share(50_000, 100_000) + 20 * AgrawalIncome.share(75_000, 125_000)
        + 21 * AgrawalIncome.share(25_000, 75_000)) / 61
    case 7: (AgrawalIncome.mean * 2 / 3 - 20_000) / 100_000
    case 8: mean(over: 0..<5) { 1 - AgrawalIncome.cumulative(30_000 + 7500 * $0) }
    case 9:
      mean(over: 0..<5) { level in
        let least = 15_000 + 7500 * level
        let excess = AgrawalIncome.mean - least + AgrawalIncome.shortfall(least)
        return excess * 2 / 3 / 100_000
      }
    default: mean(over: 0..<5) { 1 - shareOfOwners(below: 15_000 + 7500 * $0) }
    }
  }

  /// P(T + 3/2 · equity / 5 ≤ t): no equity for 20 of 30 years, houseValue · k / 10 for k = 1…10.
  private func shareOfOwners(below t: Double) -> Double {
    let withEquity = mean(over: 1..<11) { years in
      mean(over: 1..<10) { area in
        // The house is worth 100000 · area · U[½, 3/2).
        let worth = 1.5 * 100_000 * area * years / 50
        let (most, least) = (t - worth / 2, t - worth * 3 / 2)
        return (AgrawalIncome.shortfall(most) - AgrawalIncome.shortfall(least)) / worth
      }
    }
    return 2.0 / 3 * AgrawalIncome.cumulative(t) + 1.0 / 3 * withEquity
  }

  private func mean(over values: Range<Int>, _ body: (Double) -> Double) -> Double {
    values.reduce(0) { $0 + body(Double($1)) } / Double(values.count)
  }
}
