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
      sets become a sample stream with decoded masks; pictures pass through as they are. Given \
      there, --trimap, --mask-encoding, --threshold and --classes replace what the samples say of \
      their masks.

      Trimap policies: classes (pet 0, background 1, border 2), binary (background 0, pet 1, border \
      ignored), pet (background 0, pet and border 1).

      gray-threshold: light is class 1, dark class 0, as in masks of 0 and 255; --threshold and \
      --threshold-below move the level and turn it round. rgb: every color is that of a class of \
      --classes; (224, 224, 192) is ignored, and any other color an error.
      """)

  @Argument(help: ArgumentHelp("Mask files or sample inputs; standard input without any."))
  var inputs: [String] = []

  @OptionGroup var mask: MaskOptions
  @OptionGroup var sources: InputOptions
  @OptionGroup var output: SampleOutputOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func run() throws {
    if let input = inputs.first, try MaskFile.isMask(input) {
      guard inputs.count == 1 else {
        throw ValidationError("one mask file at a time, not \(inputs.count); list more with segls")
      }
      let file = MaskFile(path: input, reading: try mask.reading)
      return try file.decode(to: output.output)
    }
    let source = SampleSource(inputs)
    let run = SampleRun(
      jobs: jobs.count, policy: onError.policy, label: "decoding", isQuiet: quiet.isQuiet)
    try run.run(next: source.next, to: try output.target()) {
      [mask = try mask.reading] pending, _ in
      try pending.withDecodedMasks(mask)
    }
  }
}
