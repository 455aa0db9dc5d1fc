import Foundation
import Testing

/// Tables of every format through the built program.
@Suite struct TableCommandTests {
  private static func csv(_ rows: Int) -> String {
    "day,x,z,y\n"
      + (0..<rows).map { i in
        "2024-\(1 + i / 28)-\(1 + i % 28),\(i * 37 % 100),\(i % 5 == 2 ? "?" : "\(i % 7)"),\(i % 3)\n"
      }.joined()
  }

  private static let arff =
    "@relation r\n@attribute id string\n@attribute x numeric\n@attribute c {p,q}\n"
    + "@attribute class {no,yes}\n@data\n"
    + (0..<200).map { i in
      "'row \(i)',\(i * 37 % 100),\(i % 2 == 0 ? "p" : "q"),\(i * 37 % 100 > 50 ? "yes" : "no"),\n"
    }.joined()

  private static func scenario(_ stream: String) -> String {
    "name: s\nstream: {\(stream)}\nwarm-up: {rows: 20}\nstrategies: [frozen, incremental]\n"
  }

  @Test func aRegressionInTimeOrderRuns() throws {
    let stream = "path: d.csv, time: day, target: number, missing: mean, batch: 10"
    let files = ["d.csv": Self.csv(200), "s.yaml": Self.scenario(stream)]
    try TemporaryFolder.with(files) { folder in
      let run = try Program.run("run", "s.yaml", "--quiet", in: folder)
      #expect(run.status == 0 && run.output.contains("RMSE"), "\(run.error)")
      let rows = try Program.run(
        "stream", "recorded", "--set", "path=d.csv", "--set", "time=day", "--set",
        "target=number", "--set", "missing=mean", "--rows", "4", in: folder)
      // The third z is missing; those before are 0 and 1.
      #expect(rows.output == "x,z,label\n0,0,0\n37,1,1\n74,0.5,2\n11,3,0\n", "\(rows.output)")
    }
  }

  @Test func anARFFFileIsInitializedRunAndDetected() throws {
    try TemporaryFolder.with(["d.arff": Self.arff]) { folder in
      let made = try Program.run("init", "d.arff", "--out", "s.yaml", in: folder)
      #expect(made.status == 0, "\(made.error)")
      let run = try Program.run("run", "s.yaml", "--seeds", "1", "--quiet", in: folder)
      #expect(run.status == 0 && run.output.contains("full-retrain"), "\(run.error)")
      let rows = try Program.run(
        "stream", "recorded", "--set", "path=d.arff", "--set", "ignore=[id]", "--rows", "3",
        in: folder)
      #expect(rows.output == "x,c,label\n0,p,no\n37,q,no\n74,p,yes\n")
      let detected = try Program.run("detect", "adwin", "d.arff", "--column", "x", in: folder)
      #expect(detected.status == 0 && detected.error.isEmpty)
    }
  }

  /// A pipe can be read only once, and is all the same.
  @Test func aPipeIsRead() throws {
    try TemporaryFolder.with(["d.arff": Self.arff]) { folder in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.currentDirectoryURL = folder
      process.arguments = [
        "-c", "cat d.arff | \"$0\" check s.yaml > out 2>&1", Program.url.path,
      ]
      try Data(Self.scenario("path: /dev/stdin, ignore: [id], batch: 10").utf8)
        .write(to: folder.appendingPathComponent("s.yaml"))
      try process.run()
      process.waitUntilExit()
      let text = try String(contentsOf: folder.appendingPathComponent("out"), encoding: .utf8)
      #expect(text == "ok s: 2 jobs\n")
    }
  }

  @Test func imagesAreTurned() throws {
    func idx(_ sizes: [UInt8], _ bytes: [UInt8]) -> Data {
      Data([0, 0, 8, UInt8(sizes.count)] + sizes.flatMap { [0, 0, 0, $0] } + bytes)
    }
    let stream =
      "generator: {name: rotated, path: images, label-file: labels, image: [2, 2]}, rows: 100, "
      + "concepts: [{at: 0}, {at: 50, angle: 90}]"
    try TemporaryFolder.with(["s.yaml": Self.scenario(stream)]) { folder in
      let files = [
        "images": idx([120, 2, 2], (0..<480).map { UInt8($0 * 31 % 251) }),
        "labels": idx([120], (0..<120).map { UInt8($0 % 3) }),
      ]
      for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
      let run = try Program.run("run", "s.yaml", "--quiet", in: folder)
      #expect(run.status == 0 && run.output.contains("incremental"), "\(run.error)")
      let wrong = try Program.run(
        "check", "s.yaml", "--set", "stream.generator.label-file=images", in: folder)
      #expect(wrong.status == 65)
      #expect(wrong.error.contains("images: stream.generator.path: has 3 dimensions; allowed: 1"))
    }
  }

  @Test(arguments: [
    ("path: d.csv", "a,y\n1,0\n2,\"1\n", "d.csv:3: stream.path: a quoted field does not end"),
    ("path: d.csv", "a,y\n1,0\n1e400,1\n", "d.csv:3: stream.path: column a: 1e400 is not a finite"),
    (
      "path: d.csv, time: t", "t,a,y\n2,1,0\n1,1,1\n",
      "d.csv:3: stream.path: column t: 1 comes after"
    ),
    (
      "path: d.csv, sort: true", "a,y\n1,0\n",
      "s.yaml:2: stream.sort: true, but no column is the time"
    ),
    ("path: d.csv, features: [b]", "a,y\n1,0\n", "d.csv: stream.features: there is no column b"),
    ("path: d.csv, target: price", "a,y\n1,0\n", "stream.target: price is unknown; allowed: class"),
    (
      "path: d.csv, label-file: e", "a,y\n1,0\n",
      "d.csv: stream.label-file: only an IDX file has one"
    ),
    ("path: e.csv", "", "e.csv: stream.path: no such file; allowed: a CSV, ARFF or IDX file"),
    ("path: .", "", ".: stream.path: a folder"),
    (
      "path: d.csv", "@relation r\n@attribute a {x,y}\n@attribute b {0,1}\n@data\nz,1\n",
      "d.csv:5: stream.path: column a: z is no declared level; did you mean x? allowed: x, y"
    ),
  ])
  func mistakesHaveFileAndLine(stream: String, text: String, words: String) throws {
    try TemporaryFolder.with(["d.csv": text, "s.yaml": Self.scenario(stream)]) { folder in
      let result = try Program.run("check", "s.yaml", in: folder)
      #expect(result.status == 65 && result.error.contains(words), "\(result.error)")
      #expect(result.error.split(separator: "\n").count == 1)
    }
  }
}
