/// How triggers are tried.
enum TuningSearch: String, CaseIterable {
  /// A grid of each kind of trigger, as fine as the trials allow.
  case grid
  /// Settings at random.
  case random
  /// Settings at random, the better half of which goes on after the first, second, fourth, … stream.
  case halving
}

/// What is held out to test a tuned trigger on.
enum TuningSplit: String, CaseIterable {
  /// Other seeds.
  case seeds
  /// A later stretch of the same stream.
  case time
}

/// What a person asks of a search.
struct TuningOptions {
  /// Kinds of triggers, `scenario` for the scenario's own; `nil` for the usual ones and its own.
  var triggers: [String]?
  var search = TuningSearch.random
  /// Settings tried, of all kinds together.
  var trials = 1000
  /// Of the search's draws.
  var seed = 1
  /// In errors; `nil` for the scenario's prices or a tenth of a step's rows.
  var updatePrice: Double?
  /// Streams tuned on, and as many tested on; `nil` for what the scenario's seeds give.
  var seeds: Int?
  var split: TuningSplit?
  /// Of a stream, what is tuned on where the rest is tested on.
  var share = 0.5
}
