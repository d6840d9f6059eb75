import ArgumentParser
import SegAugment
import SegBasics
import SegCommandLine
import SegImaging
import SegSamples
import SegShards

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The names of the operations, by kind.
private let operations = OperationCatalog.chapters
  .map { "  \($0.title): " + $0.specifications.map(\.name).joined(separator: ", ") }
  .joined(separator: "\n")

/// `segaug apply`, the default.
struct Apply: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Applies operations to every sample.",
    discussion: """
      Words are operations until the first that is not one, or --; then inputs: manifests, sample \
      streams, shard sets, patterns of them ('a-{000..009}.tar', 'a-*.tar'), pipe:COMMAND, or one image \
      and its mask. Without an input, standard input is read.

      An operation is written name, name=value, or name:key=value,key=value. Ranges are a..b. \
      Every operation takes p=, the chance with which a sample is changed. segaug ops NAME tells \
      what an operation does, takes and makes of the mask.

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

  @Flag(help: "Print what would be drawn, a JSON line for each sample, and write no pixels.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Take only samples whose key fits a pattern with * and ?.", valueName: "pattern"))
  var filter: String?

  @Option(
    help: ArgumentHelp(
      "Manifest, stream or shard set in which mixing operations find other samples, drawn by key. "
        + "Without it they are found among those that came by.", valueName: "input"))
  var partners: [String] = []

  @Option(
    help: ArgumentHelp(
      "Samples that came by, are kept in memory and may be partners.", valueName: "n"))
  var reservoir = 64

  @Flag(help: "Add KEY.soft.npy: float32 [H, W, classes], the shares of the classes.")
  var soft = false

  @OptionGroup var sources: InputOptions
  @OptionGroup var output: SampleOutputOptions
  @OptionGroup var store: StoreOption
  @OptionGroup var pair: PairOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    guard (1...1_000_000).contains(copies) else {
      throw ValidationError("--copies takes 1 to 1000000, not \(copies)")
    }
    guard (1...100_000).contains(reservoir) else {
      throw ValidationError("--reservoir takes 1 to 100000, not \(reservoir)")
    }
    guard !dryRun || (output.output == nil && store.storage == nil) else {
      throw ValidationError("--dry-run writes no samples; leave out -o and --store")
    }
  }

  func run() throws {
    let terminated = wordsAfterTerminator()
    let split = try Pipeline.split(words.dropLast(terminated)) {
      try $0 == "-" || InputNames.isPattern($0) || fileStatus($0) != nil
    }
    var augmentation = Augmentation(try Pipeline(try policy.words(then: split.operations)))
    augmentation.seed = seed
    augmentation.epoch = epoch
    augmentation.copies = copies
    augmentation.keepsOriginal = keepOriginal
    augmentation.dropsExtras = dropExtras
    augmentation.softens = soft
    var decoding = DecodingSettings()
    decoding.options.isLenient = lenient
    if fastDecode { decoding.options.atLeast = augmentation.pipeline.firstResize }

    let next = try filtered(pair.samples(split.inputs + words.suffix(terminated)))
    var run = SampleRun(
      jobs: jobs.count, policy: onError.policy, label: "augmenting", isQuiet: quiet.isQuiet)
    run.storage = store.storage
    let target = dryRun ? .metadata : try output.target()
    let work = CopyWork(augmentation: augmentation, decoding: decoding)
    if !augmentation.pipeline.mixes {
      guard partners.isEmpty else {
        throw ValidationError(
          "--partners is for operations that mix samples, and there is none (segaug ops lists them)"
        )
      }
      try run.run(next: next, parts: work.parts, to: target) { try work.copies(of: $0, part: $1) }
      return
    }
    let broken = BrokenPartners(areLeftOut: onError.policy != .fail, isQuiet: quiet.isQuiet)
    if !partners.isEmpty {
      let set = PartnerSet(
        samples: try KeyedSamples(partners), decoding: decoding, broken: broken)
      try run.run(next: next, parts: work.parts, to: target) {
        try work.mixed(with: set).copies(of: $0, part: $1)
      }
      return
    }
    var reservoir = SampleReservoir(capacity: reservoir, seed: seed, epoch: epoch)
    try run.run(
      next: { try reservoir.next(next) }, parts: work.parts, to: target,
      change: { [decoding] pending, nearby, part in
        let partners = PartnersNearby(samples: nearby, decoding: decoding, broken: broken)
        return try work.mixed(with: partners).copies(of: pending, part: part)
      })
  }

  private func filtered(
    _ next: @escaping () throws -> PendingSample?
  ) -> () throws -> PendingSample? {
    guard let filter else { return next }
    var fits = false
    return {
      while let sample = try next() {
        // What cannot be read has no key, and is not passed over in silence.
        if case .unreadable = sample { return sample }
        if fnmatch(filter, sample.key, 0) == 0 {
          fits = true
          return sample
        }
      }
      guard fits else { throw NothingFits(filter: filter) }
      return nil
    }
  }
}

/// Thrown where `--filter` leaves nothing.
private struct NothingFits: SegError {
  let filter: String

  var exitStatus: SegBasics.ExitStatus { .findings }

  var description: String { "no sample has a key that fits --filter \(filter)" }
}
