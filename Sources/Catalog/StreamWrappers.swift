import Core
import Numerics
import Streams

/// What the keys of a stream put around its rows: noise in the labels, then what breaks upstream, then who
/// the rows come from.
struct StreamWrappers: Sendable {
  private let stream: SettingValues
  private let labels: SettingValues

  /// From the values of `stream` and of `stream.labels`.
  init(stream: SettingValues, labels: SettingValues) {
    (self.stream, self.labels) = (stream, labels)
  }

  /// The stream with all that is asked for; throws ``SettingError`` for what does not fit it.
  func apply(to bare: any DataStream, root: RandomStream) throws -> any DataStream {
    var result = bare
    let random = root.child("label-noise")
    if labels[StreamKeys.noise] > 0 {
      result = try NoisyLabels(result, noise: labels[StreamKeys.noise], random: random)
    }
    if !labels[StreamKeys.classNoise].isEmpty {
      result = try NoisyLabels(
        result, classNoise: labels[StreamKeys.classNoise], random: random)
    }
    let incidents = stream[CorruptedRows.setting]
    if !incidents.isEmpty {
      result = try CorruptedRows(result, incidents, random: root.child("corruption"))
    }
    if let clients = stream[Clients.setting] {
      result = Clients(result, clients, random: root.child("clients"))
    }
    return result
  }
}
