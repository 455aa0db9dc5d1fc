import Core
import Numerics
import Testing

@testable import Streams

@Suite struct IDXTests {
  /// Images of 2 × 3 bytes, and their labels: image i has the pixels 6i … 6i + 5.
  static let images = DataFile.idx(8, [4, 2, 3], (0..<24).map { UInt8($0 * 10) })
  static let labels = DataFile.idx(8, [4], [7, 3, 7, 10])

  static func read(
    _ images: [UInt8], _ labels: [UInt8]?, _ change: (inout TableDialect) -> Void = { _ in }
  ) throws -> LabelledTable {
    try withFile(images) { images in
      try withFile(labels ?? []) { path in
        var dialect = TableDialect()
        dialect.labelFile = labels == nil ? nil : path
        change(&dialect)
        return try LabelledTable(path: images, dialect: dialect)
      }
    }
  }

  @Test func imagesAndLabels() throws {
    for (images, labels) in [
      (Self.images, Self.labels), (DataFile.gzip(Self.images), DataFile.gzip(Self.labels)),
    ] {
      let table = try Self.read(images, labels)
      #expect(
        table.schema == Schema(features: (0..<6).map { "p\($0)" }, classes: ["3", "7", "10"]))
      #expect(table.features.elements == (0..<24).map { Float($0 * 10) })
      #expect(table.labels == [1, 0, 1, 2])
    }
    let two = try Self.read(Self.images, Self.labels) { $0.limit = 2 }
    #expect(two.count == 2 && two.schema.classes == ["3", "7"])
    let numbers = try Self.read(Self.images, Self.labels) { $0.target = .number }
    #expect(numbers.labels == [7, 3, 7, 10] && numbers.schema.classes.isEmpty)
  }

  @Test(
    arguments: [
      (9, [0, 127, 128, 255], [0, 127, -128, -1]), (11, [0x12, 0x34, 0xff, 0xfe], [0x1234, -2]),
      (12, [0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff], [65536, -1]),
      (13, [0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0], [1, -2.5]),
      (14, [0x3f, 0xe0, 0, 0, 0, 0, 0, 0, 0xc0, 0x59, 0, 0, 0, 0, 0, 0], [0.5, -100]),
    ] as [(UInt8, [UInt8], [Float])])
  func everyTypeIsRead(type: UInt8, bytes: [UInt8], values: [Float]) throws {
    let table = try Self.read(
      DataFile.idx(type, [values.count], bytes),
      DataFile.idx(8, [values.count], values.indices.map { UInt8($0) }))
    #expect(table.features.elements == values && table.features.columns == 1)
  }

  @Test func theyMakeRecordingsAndRotatedImages() throws {
    let images = DataFile.idx(8, [40, 1, 2], (0..<40).flatMap { [UInt8($0), 0] })
    let labels = DataFile.idx(8, [40], (0..<40).map { UInt8($0 % 2) })
    try withFile(images) { images in
      try withFile(labels) { labels in
        let values: SettingValues = ["path": .text(images), "label-file": .text(labels)]
        var stream = try RecordedStream.entry(
          values.overridden(by: ["segments": .integer(1)]))()
        #expect(stream.rest(by: 7).features.elements == (0..<40).flatMap { [Float($0), 0] })
        let turned = try Rotated.entry(
          values.overridden(by: [
            "image": .list([.integer(1), .integer(2)]), "angle": .number(180),
          ]))(RandomStream(seed: 1))
        var random = RandomStream(seed: 2)
        #expect(
          turned.holdout(10, using: &random).features.elements == [0, 9, 0, 19, 0, 29, 0, 39])
      }
    }
  }

  @Test(
    arguments: [
      (images, nil, "label-file", "missing"),
      (images, DataFile.idx(8, [3], [1, 2, 3]), "label-file", "has 3 labels, but"),
      (images, DataFile.idx(8, [4], [1, 1, 1, 1]), "label-file", "has 1 classes"),
      (images, Array("7\n3\n".utf8), nil, "is no IDX file, its first bytes are 37 0a 33 0a"),
      (images, [0, 0, 1, 1], nil, "is no IDX file"),
      ([0, 0, 0x42, 1], labels, nil, "is no IDX file, its first bytes are 00 00 42 01"),
      (images, images, nil, "has 3 dimensions; allowed: 1"),
      (images, Array(labels.dropLast()), nil, "ends before item 4 of 4 does"),
      (Array(images.dropLast()), labels, nil, "is truncated: it ends before item 4 of 4 does"),
      (Array(images.prefix(9)), labels, nil, "ends before its sizes"),
      (Array(images.prefix(3)), labels, nil, "ends before its magic number"),
      (images + [0], labels, nil, "goes on after its last item"),
      (images, labels + [0], nil, "goes on after its last item"),
      (DataFile.idx(8, [4, 0, 3], []), labels, nil, "is of size 4 × 0 × 3"),
      (DataFile.idx(8, [0], []), labels, nil, "is of size 0"),
      (DataFile.idx(8, [4, 65536, 65536, 65536, 65536], []), labels, nil, "is of size"),
      (DataFile.idx(13, [1, 1], [0x7f, 0x80, 0, 0]), labels, "label-file", "has 4 labels"),
      (DataFile.idx(13, [4], [0x7f, 0xc0, 0, 0]), labels, nil, "number 1 of item 1 is nan"),
      (Array("a,y\n1,0\n2,1\n".utf8), labels, "label-file", "only an IDX file has one"),
    ] as [([UInt8], [UInt8]?, String?, String)])
  func mistakesAreTold(images: [UInt8], labels: [UInt8]?, key: String?, words: String) throws {
    let error = #expect(throws: InputError.self) { try Self.read(images, labels) }
    #expect(error?.key == key && error?.file != nil)
    #expect(error?.problem.contains(words) == true, "\(error?.problem ?? "")")
  }

  @Test func columnsHaveNoNames() throws {
    let changes: [(inout TableDialect) -> Void] = [
      { $0.label = "y" }, { $0.group = "g" }, { $0.time = "t" }, { $0.features = ["p0"] },
      { $0.nominal = ["p0"] }, { $0.ignore = ["p0"] },
    ]
    for change in changes {
      let error = #expect(throws: InputError.self) {
        try Self.read(Self.images, Self.labels, change)
      }
      #expect(error?.problem.contains("no columns with names") == true)
    }
    try withFile(Self.images) { path in
      #expect(throws: InputError.self) { try TableSummary(path: path, label: nil) }
      #expect(throws: InputError.self) {
        try NumericColumn(file: path, column: nil).forEach { _ in }
      }
    }
  }
}
