import Core

/// The key `model-scale`: a large model that costs are extrapolated to.
enum ModelScaleKeys {
  static let scale = Setting.optionalGroup(
    "model-scale", [parameters.declaration, tokens.declaration, dimensions.declaration],
    "a large model that FLOP are extrapolated to in closed form, for the rows that runs trained on and "
      + "served: extrapolation.csv")

  static let parameters = Setting.number(
    "parameters", in: .closed(1, 1e15), "N, parameters of the large model, such as 7e9")
  static let tokens = Setting.number(
    "tokens-per-row", in: .closed(1, 1e9), default: 1, "tokens a row, so that D = rows · tokens")
  static let dimensions = Setting.number(
    "dimensions", in: .closed(1, 1e9), default: 4096,
    "d, numbers in an embedding that a memory looks rows up by")

  /// The large model of checked values.
  static func scale(_ values: SettingValues) -> ModelScale {
    ModelScale(
      parameters: values[parameters], tokensPerRow: values[tokens],
      dimensions: values[dimensions])
  }
}
