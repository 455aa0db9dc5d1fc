import Testing

@testable import Report

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.8531, "0.853"), (1, "1.000"), (-0.0123, "-0.012"), (-0.0001, "0.000"), (0, "0.000"),
    (.nan, ""), (.infinity, ""),
  ])
  func fixed(value: Double, text: String) {
    #expect(NumberText.fixed(value) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (7, "7 B"), (999, "999 B"), (1000, "1.00 kB"), (12_345, "12.3 kB"),
    (123_456, "123 kB"), (999_499, "999 kB"), (999_500, "1.00 MB"), (9.996e9, "10.0 GB"),
    (99.96e12, "100 TB"), (5.37e17, "537 PB"), (2.5, "2.50 B"),
  ])
  func scaled(value: Double, text: String) {
    #expect(NumberText.scaled(value, "B") == text)
  }

  @Test func unitMayStandAbove() {
    #expect(NumberText.scaled(12.34e9, "") == "12.3 G")
    #expect(NumberText.scaled(0, "") == "0")
  }

  @Test func undefinedIsEmpty() {
    #expect(NumberText.fixed(nil) == "")
    #expect(NumberText.scaled(nil, "FLOP") == "")
    #expect(NumberText.count(nil) == "")
  }

  @Test func counts() {
    #expect(NumberText.count(20) == "20")
    #expect(NumberText.count(20.25) == "20.2")
  }
}
