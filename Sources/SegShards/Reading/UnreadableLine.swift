import SegBasics
import SegSamples

/// A line of a manifest that cannot be read: the fault of one sample, not of the run.
public struct UnreadableLine: Sendable {
  /// The line as it stands there, without its line break.
  public let bytes: [UInt8]
  /// What is wrong with it, and where it is.
  public let failure: Located
}

extension PendingSample {
  /// Reads a line of a manifest.
  ///
  /// - Parameters:
  ///   - line: Without its line break.
  ///   - number: From 1.
  ///   - name: What errors call the manifest.
  init(line: [UInt8], number: Int, of name: String) {
    do {
      self = .listed(try ManifestEntry(line: line))
    } catch {
      // Anything else than a fault of the line would be one of the decoder.
      let failure = (error as? any SegError) ?? JSONError.badField("line", "\(error)")
      self = .unreadable(
        UnreadableLine(
          bytes: line, failure: Located(failure, path: name, line: number)))
    }
  }
}
