/// The greatest number that divides both a ≥ 0 and b ≥ 0 (Euclid).
func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? a : greatestCommonDivisor(b, a % b)
}
