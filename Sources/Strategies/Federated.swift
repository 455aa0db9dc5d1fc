public import Core
public import Numerics
public import Training

/// Federated averaging: clients train copies of the network on rows of their own, and a server averages what
/// comes back.
///
/// Each of `rounds` rounds draws participants among the clients that have recent rows; participant k trains
/// from the server's w for its local epochs, and w ← Σ_k (n_k / Σ_k n_k) w_k, n_k its rows (McMahan et al.
/// 2017, Algorithm 1). With μ > 0 clients minimize ℓ_k(v) + μ/2 ‖v − w‖² (FedProx, Li et al. 2020, eq. 2).
/// Stragglers do some of their local steps only and send what they have, as in FedProx; McMahan et al. drop
/// them. Rows belong to the stream's own clients where it has any, else they are dealt out: a row of class c
/// to client k with probability p_ck, p_c ~ Dirichlet(α, …, α), drawn once (Yurochkin et al. 2019, section
/// 4; in regression one draw for all rows).
///
/// Clients keep no optimizer state between rounds. A round costs the clients' training, 4 FLOP a parameter
/// and step for μ, and 2 p FLOP and 2 · 4 p bytes a participant. One client and one round is `incremental`,
/// bit for bit; one full local step a round is a step of central descent on all rows, to rounding.
public struct Federated: UpdateStrategy, Codable {
  static let clients = Setting.integer(
    "clients", in: .closed(1, 100_000), default: 10,
    "clients that rows are dealt to, where the stream has none of its own")
  static let skew = Setting.optionalNumber(
    "skew", in: .above(0), "α, how evenly classes are dealt: small is skewed; unset is evenly")
  static let rounds = Setting.integer(
    "rounds", in: .closed(1, 1e6), default: 5, "rounds of an update")
  static let localEpochs = Setting.integer(
    "local-epochs", in: .closed(1, 1e6), default: 1, "passes over a client's rows in a round")
  static let participation = Setting.number(
    "participation", in: .upTo(0, 1), default: 1, "share of the clients that take part in a round")
  static let mu = Setting.number(
    "mu", in: .atLeast(0), default: 0, "μ, pull to the server's parameters; 0 is FedAvg")
  static let stragglers = Setting.number(
    "stragglers", in: .closed(0, 1), default: 0,
    "share of the participants that do only some of their local steps")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "federated", "clients train on rows of their own, a server averages (FedAvg, FedProx)",
    formula:
      "each round: w_k ← fit(w; ℓ_k + μ/2 ‖w_k − w‖²) at participants k; w ← Σ_k n_k w_k / Σ_k "
      + "n_k; 2 · 4 p bytes a participant",
    source: "McMahan et al. 2017, Algorithm 1; Li et al. 2020 (FedProx), eq. 2",
    settings: [
      clients.declaration, skew.declaration, rounds.declaration, localEpochs.declaration,
      participation.declaration, mu.declaration, stragglers.declaration,
    ]
  ) { values, _ in
    Federated(
      clients: values[clients], skew: values[skew], rounds: values[rounds],
      localEpochs: values[localEpochs], participation: values[participation], mu: values[mu],
      stragglers: values[stragglers])
  }

  private let clients: Int
  private let skew: Double?
  private let rounds: Int
  private let localEpochs: Int
  private let participation: Double
  private let mu: Double
  private let stragglers: Double
  /// Where the clients' shares of classes come from; the same at every update.
  private var dealer: RandomStream?

  /// A server with clients.
  public init(
    clients: Int, skew: Double? = nil, rounds: Int = 5, localEpochs: Int = 1,
    participation: Double = 1, mu: Double = 0, stragglers: Double = 0
  ) {
    self.clients = clients
    self.skew = skew
    self.rounds = rounds
    self.localEpochs = localEpochs
    self.participation = participation
    self.mu = mu
    self.stragglers = stragglers
  }

  /// Settles which client tends to have which class.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    if dealer == nil { dealer = random.child("clients") }
  }

  /// Rounds of local training and averaging.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "federated" }
    try model.withNetwork { network in
      let deal = ClientDeal(
        clients: clients, skew: skew, hasClasses: network.architecture.head == .softmax,
        shares: dealer ?? random.child("clients"))
      let parts = deal.parts(of: context.recent, using: &random)
      var (server, round) = (network, 0)
      while trainer.goesOn(after: round, of: rounds) {
        try self.round(&server, parts, context.recipe, with: &trainer, using: &random)
        round += 1
      }
      network = server
    }
    return "federated"
  }

  /// One round: the participants' training from the server's network, and its average.
  private func round(
    _ server: inout Network<Float>, _ parts: [Examples], _ recipe: Recipe,
    with trainer: inout Trainer<Float>, using random: inout RandomStream
  ) throws {
    let participants = draw(participation, of: Array(parts.indices), atLeast: 1, using: &random)
    let slow = draw(stragglers, of: participants, using: &random)
    let total = participants.reduce(0) { $0 + parts[$1].count }
    var recipe = recipe
    (recipe.epochs, recipe.carriesOptimizerState) = (localEpochs, false)
    var objective = Objective<Float>()
    if mu > 0 {
      let equal = [Float](repeating: 1, count: server.parameters.count)
      objective.penalties = [
        QuadraticPenalty(weight: mu, importance: equal, anchor: server.parameters)
      ]
    }
    var average = [Float](repeating: 0, count: server.parameters.count)
    for k in participants {
      var local = server
      let rows = slow.contains(k) ? someRows(of: parts[k].count, recipe, using: &random) : nil
      try trainer.fit(
        &local, on: parts[k], count: rows ?? localEpochs * parts[k].count, recipe: recipe,
        objective: objective)
      trainer.collect(local, weight: Double(parts[k].count) / Double(total), into: &average)
    }
    server.parameters = average
  }

  /// round(share · n) of n clients, in their order; all of them without a draw.
  private func draw(
    _ share: Double, of clients: [Int], atLeast least: Int = 0, using random: inout RandomStream
  ) -> [Int] {
    let count = max(least, Int((share * Double(clients.count)).rounded()))
    if count == 0 || count >= clients.count { return count == 0 ? [] : clients }
    var drawn = clients
    random.shuffle(&drawn)
    return drawn.prefix(count).sorted()
  }

  /// The rows of 1 … S − 1 of a client's S local steps, evenly drawn; of one step, all.
  private func someRows(of count: Int, _ recipe: Recipe, using random: inout RandomStream) -> Int {
    let steps = (count + recipe.batch - 1) / recipe.batch
    let all = recipe.epochs * steps
    guard all > 1 else { return count }
    let done = 1 + random.integer(below: all - 1)
    return done / steps * count + min(done % steps * recipe.batch, count)
  }
}
