/// A model of any kind as it is written down: its kind's name and its state.
///
/// A decoder needs to be told what kinds there are: `userInfo[.modelKinds] = ModelKinds([…])`.
public struct ModelCheckpoint: Codable, Sendable {
  /// The model.
  public let model: any Model

  private enum Key: CodingKey {
    case kind, state
  }

  /// A model to be written.
  public init(_ model: any Model) { self.model = model }

  /// The model that was written.
  ///
  /// - Throws: `DecodingError` where its kind is none of those the decoder was told.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let name = try container.decode(String.self, forKey: .kind)
    let kinds = decoder.userInfo[.modelKinds] as? ModelKinds
    guard let kind = kinds?.types.first(where: { $0.kind == name }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container, debugDescription: "no kind of model is called \(name)")
    }
    model = try kind.init(from: container.superDecoder(forKey: .state))
  }

  /// Writes the kind and the state.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(type(of: model).kind, forKey: .kind)
    try model.encode(to: container.superEncoder(forKey: .state))
  }
}

/// The kinds of models that a decoder can make.
public struct ModelKinds: Sendable {
  /// Their types, of different kinds.
  public let types: [any Model.Type]

  /// Kinds of models, each with a name of its own.
  public init(_ types: [any Model.Type]) {
    precondition(Set(types.map { $0.kind }).count == types.count, "two kinds share a name")
    self.types = types
  }
}

extension CodingUserInfoKey {
  /// The ``ModelKinds`` that a decoder of a ``ModelCheckpoint`` can make.
  public static let modelKinds =
    CodingUserInfoKey(rawValue: "modelKinds") ?? { preconditionFailure("any string is a key") }()
}
