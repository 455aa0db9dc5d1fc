import Core

extension HardwareProfile {
  /// The machines that `hardware` can name, with the numbers that may be given in place of theirs.
  static let registry = Registry<HardwareProfile>(
    "machine", plural: "hardware",
    [
      entry(
        HardwareProfile(
          name: "cpu-core", peak: 1e11, utilization: 0.5, startUp: 1, watts: 10),
        "a core of a server's processor",
        source: """
          two 256-bit multiply-adds a cycle at 3.1 GHz, as AVX2 has them, are 1e11 FLOP/s in single \
          precision; utilization, power (a share of a socket's) and start-up are assumed
          """),
      entry(
        HardwareProfile(
          name: "gpu-a100", peak: 312e12, utilization: 0.35, startUp: 60, watts: 400),
        "an NVIDIA A100 SXM, bfloat16",
        source: """
          NVIDIA, A100 Tensor Core GPU datasheet, 2021: 312 TFLOP/s dense, 400 W; utilization and \
          start-up are assumed
          """),
      entry(
        HardwareProfile(
          name: "gpu-h100", peak: 989e12, utilization: 0.35, startUp: 60, watts: 700),
        "an NVIDIA H100 SXM, bfloat16",
        source: """
          NVIDIA, H100 Tensor Core GPU datasheet, 2023: 989 TFLOP/s dense, 700 W; utilization and \
          start-up are assumed
          """),
      entry(
        HardwareProfile(
          name: "edge", peak: 472e9, utilization: 0.25, startUp: 5, watts: 10),
        "a small board with a GPU, as NVIDIA's Jetson Nano",
        source: """
          NVIDIA, Jetson Nano datasheet, 2019: 472 GFLOP/s in half precision, 10 W; utilization and \
          start-up are assumed
          """),
    ])

  private static func entry(
    _ profile: HardwareProfile, _ summary: String, source: String
  ) -> Entry<HardwareProfile> {
    func number(_ x: Double?) -> String { SettingValue.number(x ?? 0).words }
    return Entry(
      profile.name, summary,
      formula: """
        seconds = FLOP / (\(number(profile.peak)) · \(number(profile.utilization))), \
        \(number(profile.startUp)) more for every update; \
        kWh = seconds · \(number(profile.watts)) W / 3.6e6 · \(number(profile.pue)); \
        grams = kWh · grid intensity
        """,
      source: source, settings: HardwareKeys.numbers
    ) { values, _ in HardwareKeys.profile(profile, values) }
  }
}
