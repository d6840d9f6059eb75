import ArgumentParser
import SegBasics
import SegCommandLine
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// `segmask decode`, the default.
struct Decode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turns masks into label maps of class indices.",
    discussion: """
      One mask file with -o FILE.png (or .npy) becomes one label map. Manifests, streams and shard \
      sets become a sample stream with decoded masks; pictures pass through as they are.

      Trimap policies: classes (pet 0, background 1, border 2), binary (background 0, pet 1, border \
      ignored), pet (background 0, pet and border 1).
      """)

  @Argument(help: ArgumentHelp("Mask files or sample inputs; standard input without any."))
  var inputs: [String] = []

  @Option(help: ArgumentHelp("Decode trimaps by this policy.", valueName: "policy"))
  var trimap: TrimapPolicy?

  @Option(
    help: ArgumentHelp(
      "How a mask given as a file is encoded: index, palette, trimap or npy.",
      valueName: "encoding"))
  var encoding: MaskEncoding?

  @OptionGroup var output: SampleOutputOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func run() throws {
    if let input = inputs.first, try MaskFile.isMask(input) {
      guard inputs.count == 1, let path = output.output else {
        throw ValidationError("one mask file at a time, with -o FILE.png or -o FILE.npy")
      }
      let file = MaskFile(path: input, encoding: encoding ?? (trimap == nil ? .index : .trimap))
      return try file.decode(classes: trimap?.classTable, to: path)
    }
    let source = SampleSource(inputs)
    let run = SampleRun(
      jobs: jobs.count, policy: onError.policy, label: "decoding", isQuiet: quiet.isQuiet)
    try run.run(next: source.next, to: try output.target()) { [trimap] pending in
      (samples: [try pending.applying(trimap).load()], warnings: [])
    }
  }
}

extension PendingSample {
  /// The sample with its trimap policy replaced, where it has a trimap.
  fileprivate func applying(_ policy: TrimapPolicy?) -> PendingSample {
    guard let policy, case .listed(var entry) = self, entry.mask?.encoding == .trimap else {
      return self
    }
    entry.classes = policy.classTable
    return .listed(entry)
  }
}
