import Core
import Streams

/// Which keys a stream has: one that strategies serve, or one that detectors watch.
struct StreamForm {
  /// What it is called in the schema.
  let name: String
  /// Keys beside those of every stream; read apart.
  let extra: [SettingDeclaration]
  /// Whether rows may come from clients, and those who are served may complain.
  let hasClients: Bool
  /// The key `labels`.
  let labels: SettingDeclaration

  static let served = StreamForm(
    name: "stream", extra: [], hasClients: true, labels: StreamKeys.labels)
  /// Without what decides which labels arrive and when, and without clients: a detector is given every row's
  /// number at once.
  static let watched = StreamForm(
    name: "watched", extra: DetectionKeys.ofStream, hasClients: false,
    labels: SettingDeclaration(
      StreamKeys.labels.name,
      .group(StreamKeys.noiseSettings), "how wrong labels are"))

  /// The keys of a stream with a generator.
  var generated: [SettingDeclaration] { extra + own(StreamKeys.generated) }

  /// The keys of a stream that is read from a file.
  func recorded(_ recording: Entry<RecordedFactory>) -> [SettingDeclaration] {
    extra + recording.settings + own(StreamKeys.recorded)
  }

  /// Keys that are read apart: some of the stream's, `labels`, and those beside.
  func structured(_ keys: Set<String>) -> Set<String> {
    keys.union(extra.map(\.name) + [labels.name])
  }

  private func own(_ keys: [SettingDeclaration]) -> [SettingDeclaration] {
    let others = [Clients.setting.declaration, StreamKeys.complaints]
    let kept = hasClients ? keys : keys.filter { !others.contains($0) }
    return kept.map { $0 == StreamKeys.labels ? labels : $0 }
  }
}
