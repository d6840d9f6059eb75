import ArgumentParser
import SegAugment
import SegBasics
import SegCommandLine
import SegImaging
import SegSamples
import SegShards

/// One line for each operation.
private let operations = OperationCatalog.specifications
  .map { "  \($0.usage): \($0.summary)" }.joined(separator: "\n")

/// `segaug apply`, the default.
struct Apply: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Applies operations to every sample.",
    discussion: """
      Words are operations until the first that is not one, or --; then inputs: manifests, sample \
      streams, shard sets, or one image and its mask. Without an input, standard input is read.

      An operation is written name, name=value, or name:key=value,key=value. Ranges are a..b. \
      Every operation takes p=, the chance with which a sample is changed. segaug ops tells more.

      Combinators hold several operations in one word, in quotes because of the shell: \
      'oneof(hflip|vflip)', 'someof(2,a|b|c)', 'repeat(3,a)', 'all(a|b)'. --policy reads operations \
      from a file (segaug describe --help); those on the line come after them.

      OPERATIONS
      \(operations)

      A lone picture is turned as its Exif orientation says; one with a mask is turned if the mask \
      has the turned size only.
      """)

  @Argument(help: ArgumentHelp("Operations, then inputs.", valueName: "operation|input"))
  var words: [String] = []

  @OptionGroup var policy: PolicyOption

  @Option(help: ArgumentHelp("Augmented copies of each sample.", valueName: "n"))
  var copies = 1

  @Option(help: ArgumentHelp("Seed of every random number, 0 or more.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp("Pass over the data, for other draws of the same seed.", valueName: "n"))
  var epoch: UInt64 = 0

  @Flag(help: "Keep the sample itself as well, under KEY~orig.")
  var keepOriginal = false

  @Flag(
    help: "Decode JPEG at a fraction of its size before a first resize=WxH: faster, other pixels.")
  var fastDecode = false

  @Flag(help: "Leave out members of foreign samples that cannot be moved with the image.")
  var dropExtras = false

  @Flag(help: "Take what can be read of truncated or damaged pictures.")
  var lenient = false

  @OptionGroup var output: SampleOutputOptions
  @OptionGroup var pair: PairOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    guard (1...1_000_000).contains(copies) else {
      throw ValidationError("--copies takes 1 to 1000000, not \(copies)")
    }
  }

  func run() throws {
    let terminated = wordsAfterTerminator()
    let split = try Pipeline.split(words.dropLast(terminated)) {
      try $0 == "-" || fileStatus($0) != nil
    }
    var augmentation = Augmentation(try Pipeline(try policy.words(then: split.operations)))
    augmentation.seed = seed
    augmentation.epoch = epoch
    augmentation.copies = copies
    augmentation.keepsOriginal = keepOriginal
    augmentation.dropsExtras = dropExtras
    var decoding = DecodeOptions()
    decoding.isLenient = lenient
    if fastDecode { decoding.atLeast = augmentation.pipeline.firstResize }

    let next = try pair.samples(split.inputs + words.suffix(terminated))
    let run = SampleRun(
      jobs: jobs.count, policy: onError.policy, label: "augmenting", isQuiet: quiet.isQuiet)
    let copiesAPart = 8
    let parts = (copies + copiesAPart - 1) / copiesAPart
    try run.run(next: next, parts: parts, to: try output.target()) {
      [augmentation, decoding] pending, part in
      var sample = try pending.load(limits: decoding)
      return try locating(path: pending.place, sample: sample.key) {
        let warnings = try sample.decode(options: decoding)
        let first = part * copiesAPart
        var samples = part == 0 && augmentation.keepsOriginal ? [augmentation.original(sample)] : []
        for copy in first..<min(first + copiesAPart, augmentation.copies) {
          samples.append(try augmentation.copy(copy, of: sample))
        }
        return (samples, warnings)
      }
    }
  }
}
