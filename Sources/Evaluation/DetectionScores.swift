/// How well alarms tell known drifts: counts, which add up over runs, and the scores they make.
///
/// What is a detection, a repeat and a false alarm, ``DetectionWindows`` says. A repeat is neither right nor
/// false; a false alarm is one outside all windows, before, between or after them. Frequencies of false
/// alarms are over the rows outside the windows, so that long windows do not dilute them.
///
/// Sources: mean time between false alarms and mean delay, Basseville & Nikiforov, *Detection of abrupt
/// changes*, 1993, §4.1.1; MTFA, MTD, MDR and MTR for stream detectors, Bifet, *Classifier concept drift
/// detection and the illusion of progress*, ICAISC 2017.
public struct DetectionScores: Hashable, Sendable {
  /// Rows in no window.
  public private(set) var rowsOutside = 0
  /// Drifts there were.
  public private(set) var drifts = 0
  /// Alarms there were.
  public private(set) var alarms = 0
  /// Alarms in the window of a drift that had been detected.
  public private(set) var repeats = 0
  /// Alarms in no window.
  public private(set) var falseAlarms = 0
  /// Rows from the first of its window to the detection of each drift that was detected.
  public private(set) var delays: [Int] = []

  /// Nothing counted; what others are added to.
  public init() {}

  /// The counts of a run's alarms, ascending rows.
  public init(alarms: [Int], in windows: DetectionWindows) {
    rowsOutside = windows.rowsOutside
    drifts = windows.windows.count
    self.alarms = alarms.count
    for verdict in windows.verdicts(on: alarms) {
      switch verdict {
      case .detection(_, let delay): delays.append(delay)
      case .repeated: repeats += 1
      case .unfounded: falseAlarms += 1
      }
    }
  }

  /// Adds the counts of another run.
  public static func += (total: inout DetectionScores, other: DetectionScores) {
    total.rowsOutside += other.rowsOutside
    total.drifts += other.drifts
    total.alarms += other.alarms
    total.repeats += other.repeats
    total.falseAlarms += other.falseAlarms
    total.delays += other.delays
  }

  /// Drifts that were detected.
  public var detections: Int { delays.count }

  /// Detections / drifts; `nil` without a drift.
  public var recall: Double? { ratio(detections, drifts) }

  /// MDR, 1 − recall.
  public var missedShare: Double? { ratio(drifts - detections, drifts) }

  /// Detections / (detections + false alarms); `nil` without either, and without a drift, where there is
  /// nothing to be right about.
  public var precision: Double? {
    drifts > 0 ? ratio(detections, detections + falseAlarms) : nil
  }

  /// MTD, the mean of the delays, in rows; `nil` without a detection.
  public var meanDelay: Double? { ratio(delays.reduce(0, +), detections) }

  /// False alarms for 1000 rows outside the windows; `nil` where there are no such rows.
  public var falseAlarmsPer1000: Double? { ratio(falseAlarms, rowsOutside).map { 1000 * $0 } }

  /// MTFA, rows outside the windows / false alarms; `nil` without a false alarm.
  public var meanTimeBetweenFalseAlarms: Double? { ratio(rowsOutside, falseAlarms) }

  /// MTR, MTFA / MTD · (1 − MDR); `nil` without a false alarm or a detection, and where every delay is 0.
  public var meanTimeRatio: Double? {
    guard let between = meanTimeBetweenFalseAlarms, let meanDelay, let recall, meanDelay > 0 else {
      return nil
    }
    return between / meanDelay * recall
  }

  private func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}
