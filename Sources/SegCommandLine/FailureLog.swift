import SegBasics
import SegSamples
import SegShards

/// Carries out `--on-error` over a run: ends it, or reports and counts the samples left out.
public struct FailureLog {
  private let policy: FailurePolicy
  private var quarantine: Quarantine?
  /// Samples left out so far.
  public private(set) var count = 0

  /// Starts a run with no failures.
  public init(_ policy: FailurePolicy) { self.policy = policy }

  /// Reports a sample that could not be processed.
  ///
  /// - Throws: `error` itself where the policy says so, and whenever the fault is not that of the
  ///   sample's data; what writing to the quarantine throws.
  public mutating func handle(_ error: any Error, for sample: PendingSample) throws {
    guard let failure = error as? any SegError, policy != .fail, Self.isAboutData(failure) else {
      throw error
    }
    count += 1
    warn("\(failure) (left out)")
    guard case .quarantine(let folder) = policy else { return }
    if quarantine == nil { quarantine = try Quarantine(folder: folder) }
    try quarantine?.add(sample, failure: failure)
  }

  /// Ends the run.
  ///
  /// - Throws: ``FindingsReported`` when samples were left out.
  public mutating func finish() throws {
    guard count > 0 else {
      // What an earlier run left out must not look like this one's.
      if case .quarantine(let folder) = policy { try Quarantine.clear(folder) }
      return
    }
    try quarantine?.finish()
    warn("\(count) \(count == 1 ? "sample was" : "samples were") left out")
    throw FindingsReported()
  }

  /// Damaged or missing input concerns one sample; a full disk and a second class table concern all.
  private static func isAboutData(_ failure: any SegError) -> Bool {
    if let located = failure as? Located { return isAboutData(located.failure) }
    if failure is ClassTableConflict { return false }
    return failure.exitStatus == .badData || failure.exitStatus == .noInput
  }
}

/// Keeps what was left out in a folder: `quarantine.jsonl` for listed samples, `quarantine.tar` for
/// samples of streams and shards, in forms every command reads, and `quarantine.log` with the reasons.
private struct Quarantine {
  private static let manifest = "quarantine.jsonl"
  private static let stream = "quarantine.tar"
  private static let reasons = "quarantine.log"
  private let folder: String
  private var lines: AtomicFile?
  private var reasons: AtomicFile?
  private var archive: (file: AtomicFile, writer: SampleStreamWriter)?

  init(folder: String) throws {
    self.folder = folder
    try createFolder(folder)
    try Self.clear(folder)
  }

  /// Removes what an earlier run kept.
  static func clear(_ folder: String) throws {
    for name in [manifest, stream, reasons] { try removeFile(folder + "/" + name) }
  }

  mutating func add(_ sample: PendingSample, failure: any SegError) throws {
    if reasons == nil { reasons = try AtomicFile(folder + "/" + Self.reasons) }
    try reasons?.write("\(failure)\n")
    switch sample {
    case .listed(let entry):
      if lines == nil { lines = try AtomicFile(folder + "/" + Self.manifest) }
      try lines?.write(try entry.line() + "\n")
    case .unreadable(let line):
      if lines == nil { lines = try AtomicFile(folder + "/" + Self.manifest) }
      try (line.bytes + [UInt8(ascii: "\n")]).withUnsafeBytes { try lines?.write($0) }
    case .stored(let members, _):
      if archive == nil {
        let file = try AtomicFile(folder + "/" + Self.stream)
        archive = (file, SampleStreamWriter(file))
      }
      try archive?.writer.add(members.named())
    }
  }

  mutating func finish() throws {
    try lines?.commit()
    try reasons?.commit()
    try archive?.writer.finish()
    try archive?.file.commit()
  }
}
