import Numerics
import Testing

@Suite struct BufferTests {
  @Test func startsAtZeroAndKeepsWhatIsWritten() {
    var buffer = Buffer<Float>(count: 4)
    #expect(buffer.elements == [0, 0, 0, 0] && buffer.count == 4)
    buffer[1] = 2.5
    buffer[3] = -1
    buffer[1] += 1
    #expect(buffer.elements == [0, 3.5, 0, -1])
    #expect(buffer[3] == -1)
    unsafe buffer.pointer[0] = 9
    #expect(buffer[0] == 9)
    buffer.clear()
    #expect(buffer.elements == [0, 0, 0, 0])
  }

  @Test func mayBeEmpty() {
    var buffer = Buffer<Double>(count: 0)
    buffer.clear()
    #expect(buffer.elements == [])
  }
}
