import ArgumentParser
import Core
import Foundation

/// How the program ends when something went wrong, after sysexits.h. The argument parser ends with 64
/// (usage) by itself.
enum ExitStatus: Int32 {
  /// A scenario, data file or argument is wrong.
  case wrongInput = 65
  /// The program is at fault.
  case internalError = 70
  /// Results could not be written.
  case cannotWrite = 73

  /// The status for an error, after telling it on standard error, a line a mistake; `nil` for what the
  /// argument parser tells itself.
  init?(reporting error: any Error) {
    switch error {
    case is ExitCode:
      return nil
    case let error as InputError:
      self = .wrongInput
      Self.tell(error.description)
    case let errors as InputErrors:
      self = .wrongInput
      for error in errors.errors { Self.tell(error.description) }
    case let error as OutputError:
      self = .cannotWrite
      Self.tell(error.description)
    case _ where Relearn.exitCode(for: error) != .failure:
      return nil
    default:
      self = .internalError
      Self.tell("internal error: \(error)")
    }
  }

  /// Writes a complaint to standard error.
  static func tell(_ complaint: String) {
    FileHandle.standardError.write(Data("relearn: \(complaint)\n".utf8))
  }
}
