import ArgumentParser

/// `--set key=value`, of every command that reads scenarios.
struct ScenarioChanges: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(

      "Change a value, as in stream.concepts[1].at=5000; may be repeated. Paths are relative to "
        + "the current folder.", valueName: "key=value"))
  var set: [String] = []
}
