import Foundation

/// What a shell line did.
public struct ShellResult: Sendable {
  /// The exit status; 128 + n when signal n ended it.
  public let status: Int32
  /// Standard output.
  public let output: Data
  /// Standard error.
  public let errors: String

  /// Standard output as text.
  public var text: String { String(decoding: output, as: UTF8.self) }
}

/// Runs a line of shell with the commands just built first on the path.
///
/// Output goes to files, so that a long one cannot block.
///
/// - Parameters:
///   - line: For `bash`, with `pipefail` set.
///   - folder: Where it runs.
public func shell(_ line: String, in folder: TemporaryFolder) throws -> ShellResult {
  let scratch = try TemporaryFolder()
  let process = Process()
  process.executableURL = URL(filePath: "/bin/bash")
  process.arguments = ["-o", "pipefail", "-c", line]
  process.currentDirectoryURL = URL(filePath: folder.path)
  var environment = ProcessInfo.processInfo.environment
  environment["PATH"] = productsFolder + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
  process.environment = environment
  process.standardInput = FileHandle.nullDevice
  let files = try ["output", "errors"].map { name in
    _ = FileManager.default.createFile(atPath: scratch.file(name), contents: nil)
    return try FileHandle(forWritingTo: URL(filePath: scratch.file(name)))
  }
  process.standardOutput = files[0]
  process.standardError = files[1]
  try process.run()
  process.waitUntilExit()
  let status = process.terminationStatus
  return ShellResult(
    status: process.terminationReason == .exit ? status : 128 + status,
    output: try Data(contentsOf: URL(filePath: scratch.file("output"))),
    errors: String(
      decoding: try Data(contentsOf: URL(filePath: scratch.file("errors"))), as: UTF8.self))
}

/// The folder the test bundle and the commands were built into.
private let productsFolder =
  URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().path
