import Core
import Testing

@Suite struct ErrorsTests {
  @Test func placesAreToldAsFarAsTheyAreKnown() {
    #expect(InputError("wrong").description == "wrong")
    #expect(InputError(file: "a.yaml", "wrong").description == "a.yaml: wrong")
    #expect(InputError(line: 3, "wrong").description == "line 3: wrong")
    #expect(InputError(key: "x.y", "wrong").description == "x.y: wrong")
    #expect(
      InputError(file: "a.yaml", line: 3, key: "x[1].y", "wrong").description
        == "a.yaml:3: x[1].y: wrong")
    #expect(InputErrors([InputError("a"), InputError("b")]).description == "a\nb")
    #expect(OutputError("out", "full").description == "out: full")
  }
}
