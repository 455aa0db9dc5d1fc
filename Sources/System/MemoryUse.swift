internal import Glibc

/// How much memory the process takes.
public enum MemoryUse {
  /// The most memory the process has had resident so far, in bytes; 0 if the system does not say.
  public static var peakBytes: Int {
    var usage = rusage()
    guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return usage.ru_maxrss * 1024  // Linux counts in KiB
  }
}
