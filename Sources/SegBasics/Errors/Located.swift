/// A failure together with the place it was found in.
///
/// Printed as `PATH: line 3: sample KEY: what is wrong`, leaving out the parts that are not known.
public struct Located: SegError {
  /// What went wrong.
  public let failure: any SegError
  /// The file, or nil for a standard stream.
  public let path: String?
  /// The line of a text file, counted from 1.
  public let line: Int?
  /// The key of the sample.
  public let sample: String?

  /// Wraps a failure with the place it was found in.
  public init(
    _ failure: any SegError, path: String? = nil, line: Int? = nil, sample: String? = nil
  ) {
    self.failure = failure
    self.path = path
    self.line = line
    self.sample = sample
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { failure.exitStatus }

  /// What is wrong, and what to do.
  public var description: String {
    var parts: [String] = []
    if let path { parts.append(path) }
    if let line { parts.append("line \(line)") }
    if let sample { parts.append("sample \(sample)") }
    parts.append(failure.description)
    return parts.joined(separator: ": ")
  }

  /// Equal when the place and the printed failure are.
  public static func == (left: Located, right: Located) -> Bool {
    left.path == right.path && left.line == right.line && left.sample == right.sample
      && left.description == right.description
  }
}

/// Runs `body`; a `SegError` it throws is thrown on with the place added.
///
/// What an inner call knew already stays: only the missing parts of a ``Located`` are filled in, and a
/// ``SystemError`` keeps its own path.
///
/// - Throws: ``Located`` for every `SegError`; other errors unchanged.
public func locating<Result>(
  path: String? = nil, line: Int? = nil, sample: String? = nil, _ body: () throws -> Result
) throws -> Result {
  do {
    return try body()
  } catch let inner as Located {
    let hasPath = inner.failure is SystemError
    throw Located(
      inner.failure, path: inner.path ?? (hasPath ? nil : path), line: inner.line ?? line,
      sample: inner.sample ?? sample)
  } catch let failure as any SegError {
    throw Located(
      failure, path: failure is SystemError ? nil : path, line: line, sample: sample)
  }
}
