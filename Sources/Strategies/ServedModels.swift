public import Core
internal import Training

/// The kinds of models that strategies let serve: what a decoder of checkpoints must know.
public enum ServedModels {
  /// All of them.
  public static let kinds = ModelKinds([
    Network<Float>.self, AdaptedNetwork.self, EditedNetwork.self, LastLabel.self,
    RecallingNetwork.self, UncertainNetwork.self, WeightedEnsemble.self,
  ])
}
