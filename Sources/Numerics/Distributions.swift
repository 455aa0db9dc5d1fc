internal import CGSL

extension RandomStream {
  /// Exponential with the given mean, by GSL.
  public mutating func exponential(mean: Double) -> Double {
    unsafe draw { unsafe gsl_ran_exponential($0, mean) }
  }

  /// Gamma with shape a and scale b (mean a·b), by GSL.
  public mutating func gamma(shape: Double, scale: Double) -> Double {
    unsafe draw { unsafe gsl_ran_gamma($0, shape, scale) }
  }

  /// Poisson with the given mean, by GSL.
  public mutating func poisson(mean: Double) -> Int {
    Int(unsafe draw { unsafe gsl_ran_poisson($0, mean) })
  }

  /// Lends this stream to a distribution of GSL as a custom generator type and takes its state back.
  private mutating func draw<Value>(_ body: (UnsafePointer<gsl_rng>) -> Value) -> Value {
    var state = (s0, s1, s2, s3)
    defer { (s0, s1, s2, s3) = state }
    return unsafe withUnsafeMutablePointer(to: &state) { statePointer in
      unsafe withUnsafePointer(to: relearn_rng_type()) { type in
        var generator = unsafe gsl_rng(type: type, state: UnsafeMutableRawPointer(statePointer))
        return unsafe withUnsafePointer(to: &generator) { unsafe body($0) }
      }
    }
  }
}

/// Cumulative distribution functions and their inverses, by GSL.
public enum Distribution {
  /// P(Z ≤ x) for a standard normal.
  public static func normalCDF(_ x: Double) -> Double { gsl_cdf_ugaussian_P(x) }

  /// The x with P(Z ≤ x) = p for a standard normal; p in (0, 1).
  public static func normalQuantile(_ p: Double) -> Double { gsl_cdf_ugaussian_Pinv(p) }

  /// P(T ≤ x) for Student's t.
  public static func studentCDF(_ x: Double, degreesOfFreedom: Double) -> Double {
    gsl_cdf_tdist_P(x, degreesOfFreedom)
  }

  /// The x with P(T ≤ x) = p for Student's t; p in (0, 1).
  public static func studentQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    gsl_cdf_tdist_Pinv(p, degreesOfFreedom)
  }

  /// P(X > x) for χ².
  public static func chiSquaredUpperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    GSL.quiet()
    return gsl_cdf_chisq_Q(x, degreesOfFreedom)
  }

  /// P(X > x) for Fisher's F.
  public static func fUpperTail(_ x: Double, _ df1: Double, _ df2: Double) -> Double {
    gsl_cdf_fdist_Q(x, df1, df2)
  }
}

/// Special functions, by GSL.
public enum SpecialFunction {
  /// ln Γ(x) for x > 0.
  public static func logGamma(_ x: Double) -> Double {
    GSL.quiet()
    return gsl_sf_lngamma(x)
  }

  /// e^x K_ν(x) of the modified Bessel function of the second kind, for x > 0 and ν ≥ 0.
  public static func scaledBesselK(_ order: Double, _ x: Double) -> Double {
    GSL.quiet()
    return gsl_sf_bessel_Knu_scaled(order, x)
  }

  /// The error function.
  public static func erf(_ x: Double) -> Double {
    GSL.quiet()
    return gsl_sf_erf(x)
  }
}

/// GSL's default error handler aborts the program; it is switched off before the first call that can
/// raise an error, which then returns NaN or infinity.
enum GSL {
  private static let handlerOff: Bool = {
    unsafe gsl_set_error_handler_off()
    return true
  }()

  static func quiet() { _ = handlerOff }
}
