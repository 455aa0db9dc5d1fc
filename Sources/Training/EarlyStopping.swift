/// Ends a fit when the loss on held-out rows has stopped falling (Goodfellow, Bengio & Courville 2016,
/// Algorithm 7.1).
///
/// Part of the rows, drawn from a stream of its own, is never trained on. After every pass over the others the
/// mean loss on them is taken, without penalties, on clean rows, at their weights, metered as `forward`. Where
/// it is the least so far the parameters are kept; after `patience` passes in a row that lowered it no further
/// the fit ends. What was kept is what the fit returns; optimizer state stays what it is at the end, and a path
/// integral that of the whole path. The parameters before the first pass are no candidate: whether to update
/// at all is a gate's affair. A loss that is no finite number is no improvement; if none is finite, the fit has
/// diverged. An allowance, or a number of steps, may end a fit sooner: then the pass it cuts is judged too.
struct EarlyStopping {
  /// Passes without improvement after which a fit ends.
  let patience: Int
  /// The least loss so far.
  private(set) var least = Double.infinity
  private var waited = 0

  init(patience: Int) { self.patience = patience }

  /// Whether another pass is worth it.
  var goesOn: Bool { waited < patience }

  /// Takes the loss after a pass; true where it is the least so far.
  mutating func improves(_ loss: Double) -> Bool {
    guard loss < least else {
      waited += 1
      return false
    }
    (least, waited) = (loss, 0)
    return true
  }
}
