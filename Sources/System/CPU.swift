import Foundation

/// What the processor can do, and what that asks of the program.
///
/// Read from `/proc/cpuinfo`: no assembly, and the answer includes what the kernel or a hypervisor
/// switched off. On systems without that file nothing is known and nothing is refused.
public enum CPU {
  /// The feature flags of the first processor; empty where they are not known.
  public static let features: Set<String> = flags(inCPUInfo: cpuInfo)

  /// The marketing name of the processor, or the machine's architecture.
  public static let name: String = field("model name", inCPUInfo: cpuInfo) ?? architecture

  /// The architecture the program was compiled for.
  public static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }

  /// The features of x86-64-v3 (System V psABI 1.0) that the program's loops are compiled for.
  static let required: Set<String> = ["avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"]

  /// A sentence saying why this processor cannot run a program built for x86-64-v3, or `nil`.
  ///
  /// Call it before any other module: System alone is built for every x86-64 processor.
  public static var complaint: String? {
    #if arch(x86_64)
      return complaint(features: features)
    #else
      return nil
    #endif
  }

  /// `complaint` for a given set of features; an empty set is an unknown processor and passes.
  static func complaint(features: Set<String>) -> String? {
    let missing = features.isEmpty ? [] : required.subtracting(features).sorted()
    guard !missing.isEmpty else { return nil }
    return "relearn: this CPU lacks \(missing.joined(separator: ", ")), which this build uses; "
      + "build again with RELEARN_BASELINE=1 (see README.md)"
  }

  /// OpenBLAS's name for the fastest kernels these features can run, or `nil` to leave it the choice.
  ///
  /// Debian's OpenBLAS 0.3.21 does not know CPUs newer than itself and falls back to kernels of 2004.
  public static var openBLASCoreType: String? { openBLASCoreType(features: features) }

  static func openBLASCoreType(features: Set<String>) -> String? {
    let avx512: Set = ["avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"]
    if avx512.isSubset(of: features) {
      return features.contains("avx512_bf16") ? "Cooperlake" : "SkylakeX"
    }
    return features.isSuperset(of: ["avx2", "fma"]) ? "Haswell" : nil
  }

  private static var cpuInfo: String {
    (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
  }

  static func flags(inCPUInfo text: String) -> Set<String> {
    Set((field("flags", inCPUInfo: text) ?? "").split(separator: " ").map(String.init))
  }

  /// The value of the first line `key : value`.
  static func field(_ key: String, inCPUInfo text: String) -> String? {
    for line in text.split(separator: "\n") where line.hasPrefix(key) {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == key else { continue }
      return parts[1].trimmingCharacters(in: .whitespaces)
    }
    return nil
  }
}
