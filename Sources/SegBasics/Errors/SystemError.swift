import SystemPackage

/// A system call that failed on a file.
public struct SystemError: SegError {
  /// What was tried.
  public enum Operation: String, Sendable {
    /// Opening a file that is read.
    case open
    /// Reading.
    case read
    /// Writing.
    case write
    /// Making a file or a folder.
    case create
    /// Giving a finished file its final name.
    case rename
    /// Asking for size and kind of a file, or listing a folder.
    case examine
    /// Removing a file.
    case remove
  }

  /// What was tried.
  public let operation: Operation
  /// The file, or a word such as `standard output`.
  public let path: String
  /// The reason the system gave.
  public let reason: Errno

  /// Describes a failed system call.
  public init(_ operation: Operation, _ path: String, _ reason: Errno) {
    self.operation = operation
    self.path = path
    self.reason = reason
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    switch operation {
    case .open, .examine:
      switch reason {
      case .noSuchFileOrDirectory, .permissionDenied, .notDirectory, .isDirectory,
        .tooManySymbolicLinkLevels, .fileNameTooLong:
        .noInput
      default: .inputOutput
      }
    case .create, .rename: .cannotCreate
    case .read, .write, .remove: .inputOutput
    }
  }

  /// True when a reader downstream closed the pipe: not a fault, the command ends quietly.
  public var isClosedPipe: Bool { operation == .write && reason == .brokenPipe }

  /// What is wrong, and what to do.
  public var description: String { "\(path): cannot \(operation.rawValue): \(reason)" }
}
