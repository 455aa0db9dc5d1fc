import Foundation
import System

/// How far a run is, on standard error: one line that is rewritten on a terminal, else a line every few
/// seconds.
struct Progress {
  private let name: String
  private let total: Int
  private let isShown: Bool
  /// What is counted.
  private let noun: String
  private let terminal = Terminal.error
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  init(_ name: String, total: Int, isShown: Bool, noun: String = "runs") {
    self.name = name
    self.noun = noun
    self.total = total
    self.isShown = isShown
  }

  /// Shows how many runs have finished, unless it was shown a moment ago.
  mutating func update(finished: Int) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let pause: Duration = terminal.isTerminal ? .milliseconds(100) : .seconds(5)
    if let lastShown, now - lastShown < pause { return }
    if lastShown == nil && !terminal.isTerminal && now - start < pause { return }
    lastShown = now
    let text = line(finished: finished, seconds: (now - start) / .seconds(1))
    write(terminal.isTerminal ? "\r\(text)\u{1B}[K" : text + "\n")
  }

  /// Clears the line.
  func finish() {
    if isShown && terminal.isTerminal && lastShown != nil { write("\r\u{1B}[K") }
  }

  /// `sea-abrupt  [######........]  12/39 runs  3.1 runs/s  9 s left`
  func line(finished: Int, seconds: Double) -> String {
    let rate = Double(finished) / max(seconds, 1e-9)
    let left = Progress.clock(Double(max(total - finished, 0)) / max(rate, 1e-9))
    let done = 20 * finished / max(total, 1)
    let bar = String(repeating: "#", count: done) + String(repeating: ".", count: 20 - done)
    let rateText = String(format: rate < 10 ? "%.1f" : "%.0f", rate)
    return "\(name)  [\(bar)]  \(finished)/\(total) \(noun)  \(rateText) \(noun)/s  \(left) left"
  }

  /// A duration for people: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`.
  static func clock(_ seconds: Double) -> String {
    if seconds < 9.95 { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return String(format: "%d min %02d s", whole / 60, whole % 60) }
    return String(format: "%d h %02d min", whole / 3600, whole % 3600 / 60)
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
