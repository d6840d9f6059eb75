/// An error about outside data or the system, thrown by every SegKit module.
///
/// Cases carry the facts (`unknownValue(9, x: 3, y: 5)`), never a ready-made sentence; `description`
/// says what is wrong and what to do. The place (file, sample) is added once by ``Located``.
public protocol SegError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The status with which a command ends when this error reaches it.
  var exitStatus: ExitStatus { get }
}
