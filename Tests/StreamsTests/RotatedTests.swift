import Core
import Numerics
import Testing

@testable import Streams

@Suite struct RotatedTests {
  static func turn(
    _ image: [Float], _ degrees: Double, _ height: Int, _ width: Int
  ) throws -> [Float] {
    let images = try RowStore(Matrix(rows: 1, columns: image.count, image), [0])
    let rotation = ImageRotation(degrees: degrees, height: height, width: width)
    return try rotation.apply(images, file: "f").examples([0]).features.elements
  }

  static let image: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

  @Test func rightAnglesArePermutations() throws {
    #expect(try Self.turn(Self.image, 0, 3, 3) == Self.image)
    #expect(try Self.turn(Self.image, 90, 3, 3) == [3, 6, 9, 2, 5, 8, 1, 4, 7])
    #expect(try Self.turn(Self.image, -90, 3, 3) == [7, 4, 1, 8, 5, 2, 9, 6, 3])
    #expect(try Self.turn(Self.image, 180, 3, 3) == Self.image.reversed())
    #expect(try Self.turn(Self.image, -720, 3, 3) == Self.image)
    #expect(try Self.turn([1, 2, 3, 4], 90, 2, 2) == [2, 4, 1, 3])
    #expect(try Self.turn([1, 2, 3], 180, 1, 3) == [3, 2, 1])
  }

  @Test func anEighthTurnIsHandWorked() throws {
    // The right middle pixel looks at (cos 45°, −sin 45°) from the centre: .707 right and .707 down.
    let a = 0.5.squareRoot()
    let turned = try Self.turn(Self.image, 45, 3, 3)
    let expected = (1 - a) * (1 - a) * 5 + a * (1 - a) * (6 + 8) + a * a * 9
    #expect(abs(Double(turned[5]) - expected) < 1e-5)
    #expect(abs(turned[4] - 5) < 1e-5)
    // A corner looks √2 from the centre: .414 beyond the edge, so .586 of an edge pixel is left.
    #expect(abs(Double(turned[2]) - (2 - 2 * a) * 6) < 1e-5)
  }

  /// 25 images of 1 × 2: (i, 0), label i mod 3.
  static func stream(_ angles: [Double]) throws -> ScheduledStream {
    let text = (0..<25).map { "\($0),0,\($0 % 3)\n" }.joined()
    let factories = try withFile(text) { path in
      try angles.map { angle in
        try Rotated.entry([
          "path": .text(path), "image": .list([.integer(1), .integer(2)]), "angle": .number(angle),
        ])
      }
    }
    let appearances = angles.indices.map {
      ScheduledStream.Appearance(concept: $0, start: 69 * $0)
    }
    return try ScheduledStream(factories, appearances, rows: 69 * angles.count)
  }

  @Test func passesAreShuffledAndWithoutReplacement() throws {
    var stream = try Self.stream([0])
    let images = stream.rest(by: 10).features
    let passes = (0..<3).map { pass in (0..<23).map { images[23 * pass + $0, 0] } }
    let trained = (0..<25).filter { $0 % 10 != 9 }.map { Float($0) }
    for pass in passes { #expect(pass.sorted() == trained) }
    #expect(Set(passes).count == 3)
  }

  @Test func conceptsAreAngles() throws {
    var stream = try Self.stream([0, 180])
    let batch = stream.rest(by: 50)
    for i in 0..<batch.count {
      let (first, second) = (batch.features[i, 0], batch.features[i, 1])
      #expect(batch.concepts[i] == 0 ? second == 0 : first == 0)
      #expect(batch.labels[i] == Float(Int(first + second) % 3))
    }
    var random = RandomStream(seed: 1)
    let upright = stream.holdout(0, count: 100, using: &random)
    #expect(upright.features.elements == [9, 0, 19, 0] && upright.labels == [0, 1])
    #expect(stream.holdout(1, count: 100, using: &random).features.elements == [0, 9, 0, 19])
  }

  @Test func imagesOfAnotherSizeAreAnError() throws {
    try withFile((0..<20).map { "\($0),0,\($0 % 3)\n" }.joined()) { path in
      #expect(throws: SettingError.self) { try Rotated.entry(["path": .text(path)]) }
    }
    try withFile("1,2,0\n3,4,1\n") { path in
      #expect(throws: InputError.self) {
        try Rotated.entry(["path": .text(path), "image": .list([.integer(2), .integer(1)])])
      }
    }
  }
}
