import Numerics
import Testing

@testable import Drift

@Suite struct ExponentialHistogramTests {
  /// 0, 1, 0, 1, …: an even number b of successive values has deviation b/4, whatever was merged.
  /// MOA's integers overflow here: a bucket of 2¹⁷ values is made of two of 2¹⁶, and 2³² is 0.
  @Test func aLongWindowKeepsItsVariance() {
    var histogram = ExponentialHistogram(maxBuckets: 2)
    for i in 0..<200_000 { histogram.append(Double(i % 2)) }
    #expect(histogram.contents.contains { $0.count >= 1 << 16 })
    #expect(abs(histogram.deviation - 50_000) < 1e-6)
    for bucket in histogram.contents where bucket.count > 1 {
      #expect(bucket.deviation == Double(bucket.count) / 4)
      #expect(bucket.sum == Double(bucket.count) / 2)
    }
    while histogram.count > 1000 { histogram.dropOldest() }
    #expect(abs(histogram.deviation - variance(ofAlternating: histogram)) < 1e-6)
  }

  /// Sum of squared deviations of a window of zeros and ones with T ones: T − T²/n.
  private func variance(ofAlternating histogram: ExponentialHistogram) -> Double {
    histogram.sum - histogram.sum * histogram.sum / Double(histogram.count)
  }

  @Test(arguments: [2, 5, 8])
  func keepsWhatPlainArraysKeep(maxBuckets: Int) {
    var random = RandomStream(seed: 4)
    var histogram = ExponentialHistogram(maxBuckets: maxBuckets)
    var values: [Double] = []
    for i in 0..<700 {
      let x = random.normal() * 3 + Double(i) / 100
      histogram.append(x)
      values.append(x)
      if i % 50 == 49 {
        values.removeFirst(histogram.contents[0].count)
        histogram.dropOldest()
      }
      var rest = values[...]
      for bucket in histogram.contents {
        let part = rest.prefix(bucket.count)
        rest = rest.dropFirst(bucket.count)
        #expect(abs(bucket.sum - part.reduce(0, +)) < 1e-9, "value \(i)")
        #expect(abs(bucket.deviation - deviation(part)) < 1e-8, "value \(i)")
      }
      #expect(rest.isEmpty && histogram.count == values.count)
      #expect(abs(histogram.deviation - deviation(values[...])) < 1e-7, "value \(i)")
    }
  }

  private func deviation(_ values: ArraySlice<Double>) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  @Test func startsAfresh() {
    var histogram = ExponentialHistogram(maxBuckets: 5)
    for i in 0..<100 { histogram.append(Double(i)) }
    histogram.removeAll()
    #expect(histogram.count == 0 && histogram.sum == 0 && histogram.deviation == 0)
    #expect(histogram.contents.isEmpty && histogram.mean == 0)
    histogram.append(2)
    histogram.append(4)
    #expect(histogram.contents.map(\.sum) == [2, 4])
    #expect(histogram.deviation == 2)
  }
}
