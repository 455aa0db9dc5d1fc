/// State that can be written down at any step and taken up again, bit for bit.
///
/// What takes it up is a value made from the same settings; afterwards it goes on as the value that was
/// written down would have. Types that are `Codable` get `restore` for nothing; those that hold other things
/// by protocol let them restore themselves (see ``NestedState``).
public protocol Checkpointable: Encodable {
  /// Takes up a state that a value made from the same settings has written.
  ///
  /// - Throws: `DecodingError` for anything else; the value is then as it was, or to be thrown away.
  mutating func restore(from decoder: any Decoder) throws
}

extension Checkpointable where Self: Decodable {
  /// Becomes the value that was written.
  public mutating func restore(from decoder: any Decoder) throws { self = try Self(from: decoder) }
}

/// State of a value that holds others by protocol: its own, and theirs, which only they know how to restore.
///
/// ```swift
/// func encode(to encoder: any Encoder) throws {
///   try NestedState.write(lastUpdate, and: [trigger], to: encoder)
/// }
/// mutating func restore(from decoder: any Decoder) throws {
///   let (own, held) = try NestedState.read(Int?.self, from: decoder)
///   lastUpdate = own
///   try trigger.restore(from: held[0])
/// }
/// ```
public enum NestedState {
  private enum Key: CodingKey {
    case own, held
  }

  /// Writes a value's own state, and the things it holds in their order.
  public static func write(
    _ own: some Encodable, and held: [any Checkpointable], to encoder: any Encoder
  ) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(own, forKey: .own)
    var list = container.nestedUnkeyedContainer(forKey: .held)
    for thing in held { try thing.encode(to: list.superEncoder()) }
  }

  /// Reads a value's own state, and where the things it held can be restored from, in their order.
  public static func read<Own: Decodable>(
    _ type: Own.Type, from decoder: any Decoder
  ) throws -> (own: Own, held: Held) {
    let container = try decoder.container(keyedBy: Key.self)
    var list = try container.nestedUnkeyedContainer(forKey: .held)
    var held: [any Decoder] = []
    while !list.isAtEnd { held.append(try list.superDecoder()) }
    return (try container.decode(Own.self, forKey: .own), Held(decoders: held))
  }

  /// Where the things that a value held can be restored from.
  public struct Held {
    fileprivate let decoders: [any Decoder]

    /// How many there are.
    public var count: Int { decoders.count }

    /// That of one of them; throws `DecodingError` where there are not so many.
    public subscript(i: Int) -> any Decoder {
      get throws {
        guard decoders.indices.contains(i) else {
          throw DecodingError.dataCorrupted(
            .init(codingPath: [], debugDescription: "thing \(i) of \(count)"))
        }
        return decoders[i]
      }
    }
  }
}
