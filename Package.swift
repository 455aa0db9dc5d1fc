// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Element-wise loops compiled for SSE2 are four times slower, so x86-64 builds ask for AVX2 and FMA
// (x86-64-v3, any CPU since 2015). `RELEARN_BASELINE=1 swift build` makes a program for older CPUs.
#if arch(x86_64)
  let baseline = ProcessInfo.processInfo.environment["RELEARN_BASELINE"] == "1"
  let vectorized: [SwiftSetting] = baseline ? [] : [.unsafeFlags(["-Xcc", "-march=x86-64-v3"])]
#else
  let vectorized: [SwiftSetting] = []
#endif

/// What every module is compiled with.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of the program; `Sources/NAME`, its arrows in `dependencies`.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], fast: Bool = true) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: fast ? strict + vectorized : strict)
}

/// The tests of a module; `Tests/NAMETests`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies, swiftSettings: strict + vectorized)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "relearn",
  products: [.executable(name: "relearn", targets: ["relearn"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // System speaks before the CPU is known to be new enough, so it is built for any CPU.
    module("System", ["CZlib"], fast: false),
    module("Numerics", ["CGSL", "System"]),
    module("Training", ["Numerics"]),
    module("Core", ["Numerics", "Training"]),

    // Siblings: none imports another.
    module("Streams", ["Core", "Numerics", "System"]),
    module("Drift", ["Core", "Numerics"]),
    module("Strategies", ["Core", "Training", "Numerics"]),
    module("Policies", ["Core", "Numerics"]),
    module("Simulation", ["Core", "Training", "Numerics"]),
    module("Evaluation", ["Core", "Numerics"]),
    module("Store", ["Core", "System"]),
    module("Report", ["Core"]),

    module(
      "Catalog",
      [
        "Core", "Training", "Numerics", "Streams", "Drift", "Strategies", "Policies", "Evaluation",
        "Store", yams,
      ]),

    .executableTarget(
      name: "relearn",
      dependencies: [
        "Catalog", "Core", "Evaluation", "Numerics", "Policies", "Report", "Simulation", "Store",
        "Streams", "System", "Training", argumentParser,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "bench",
      dependencies: [
        "Catalog", "Core", "Numerics", "Simulation", "Strategies", "Streams", "Training",
        argumentParser,
      ],
      swiftSettings: strict + vectorized),

    tests("System", ["System"]),
    tests("Numerics", ["Numerics", "System"]),
    tests("Training", ["Training", "Numerics", "TestSupport"]),
    tests("Core", ["Core", "Numerics"]),
    tests("Streams", ["Streams", "Core", "Numerics", "System", "TestSupport"]),
    tests("Drift", ["Drift", "Core", "Numerics", "TestSupport"]),
    tests("Strategies", ["Strategies", "Core", "Training", "Numerics", "TestSupport"]),
    tests("Policies", ["Policies", "Core", "Numerics", "Training"]),
    tests("Simulation", ["Simulation", "Strategies", "Core", "Training", "Numerics"]),
    tests("Evaluation", ["Evaluation", "Core", "Numerics", "Training"]),
    tests("Store", ["Store", "Core", "System"]),
    tests("Report", ["Report", "Core"]),
    tests(
      "Catalog",
      [
        "Catalog", "Core", "Evaluation", "Policies", "Simulation", "Store", "Strategies", "Streams",
        "Training", "Numerics", yams,
      ]),
    tests("relearn", ["relearn", "Catalog", "Core", "Numerics"]),

    // Where golden files are found and how they are read; used by the tests only.
    .target(
      name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
