import Numerics
import Testing

@Suite struct DistributionsTests {
  func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(a - b) <= tolerance * max(1, abs(b))
  }

  /// Tables, to all digits that double precision holds.
  @Test func normal() {
    #expect(Distribution.normalCDF(0) == 0.5)
    #expect(close(Distribution.normalCDF(1), 0.8413447460685429))
    #expect(close(Distribution.normalCDF(1.96), 0.9750021048517795))
    #expect(close(Distribution.normalCDF(-3), 0.0013498980316300933))
    #expect(close(Distribution.normalQuantile(0.975), 1.959963984540054))
    #expect(close(Distribution.normalQuantile(0.05), -1.6448536269514722))
  }

  /// With 1 degree of freedom ½ + atan(x)/π, with 2 ½ + x / (2√(2 + x²)); else a table.
  @Test func student() {
    #expect(close(Distribution.studentCDF(1, degreesOfFreedom: 1), 0.75))
    let x = 1.7
    #expect(
      close(
        Distribution.studentCDF(x, degreesOfFreedom: 2), 0.5 + x / (2 * (2 + x * x).squareRoot())))
    #expect(close(Distribution.studentCDF(2, degreesOfFreedom: 7), 0.957190335718512))
    #expect(close(Distribution.studentQuantile(0.975, degreesOfFreedom: 1), 12.706204736174694))
    #expect(close(Distribution.studentQuantile(0.975, degreesOfFreedom: 10), 2.228138851986274))
    #expect(close(Distribution.studentQuantile(0.025, degreesOfFreedom: 10), -2.228138851986274))
  }

  /// With 2 degrees of freedom e^(−x/2).
  @Test func chiSquared() {
    #expect(close(Distribution.chiSquaredUpperTail(3, degreesOfFreedom: 2), Double.exp(-1.5)))
    #expect(close(Distribution.chiSquaredUpperTail(3.841458820694124, degreesOfFreedom: 1), 0.05))
    #expect(
      close(Distribution.chiSquaredUpperTail(11.07, degreesOfFreedom: 5), 0.050009618622405425))
  }

  /// F(1, d) is Student's t squared; F(2, d) has the tail (1 + 2x/d)^(−d/2).
  @Test func fisher() {
    let t = Distribution.studentQuantile(0.975, degreesOfFreedom: 9)
    #expect(close(Distribution.fUpperTail(t * t, 1, 9), 0.05, 1e-10))
    #expect(close(Distribution.fUpperTail(3, 2, 4), 1 / 6.25))
    #expect(close(Distribution.fUpperTail(3.5, 3, 12), 0.04964053797988685))
  }

  /// e^x K_½(x) = √(π/2x); far out χ² has nothing left, and no error handler is called.
  @Test func besselAndFarTails() {
    for x in [0.01, 0.3, 2, 50, 1e6] {
      #expect(close(SpecialFunction.scaledBesselK(0.5, x), (Double.pi / (2 * x)).squareRoot()))
    }
    #expect(Distribution.chiSquaredUpperTail(1e7, degreesOfFreedom: 9) == 0)
    #expect(Distribution.chiSquaredUpperTail(0, degreesOfFreedom: 9) == 1)
  }

  @Test func specialFunctions() {
    #expect(close(SpecialFunction.logGamma(5), Double.log(24)))
    #expect(close(SpecialFunction.logGamma(0.5), Double.log(Double.pi) / 2))
    #expect(close(SpecialFunction.erf(1), 0.8427007929497149))
    #expect(SpecialFunction.erf(0) == 0)
  }

  /// GSL's own handler would abort the program here.
  @Test func wrongInputIsNoCrash() {
    #expect(!SpecialFunction.logGamma(0).isFinite)
  }
}
