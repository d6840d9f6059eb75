import ArgumentParser
import SegAugment
import SegBasics
import SegCommandLine
import SegImaging
import SegSamples
import SegShards

/// `segaug replay`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Repeats on the originals what was drawn for augmented samples.",
    discussion: """
      Takes what segaug wrote, or the lines of --dry-run, and makes every sample anew from its \
      original: the same originals give the same bytes, others, such as corrected masks or larger \
      pictures of the same shape, the same transforms. Of a pipe of several segaug, the originals \
      may be those of any of them.
      """)

  @Argument(help: ArgumentHelp("Augmented samples, or lines of --dry-run.", valueName: "input"))
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp("The samples before they were augmented.", valueName: "input"))
  var originals: [String]

  @Flag(help: "Take what can be read of truncated or damaged pictures.")
  var lenient = false

  @Flag(help: "Leave out members of foreign samples that cannot be moved with the image.")
  var dropExtras = false

  @Flag(help: "Add KEY.soft.npy, as segaug --soft does.")
  var soft = false

  @OptionGroup var sources: InputOptions
  @OptionGroup var output: SampleOutputOptions
  @OptionGroup var store: StoreOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func run() throws {
    var decoding = DecodingSettings()
    decoding.options.isLenient = lenient
    let set = PartnerSet(samples: try KeyedSamples(originals), decoding: decoding)
    let records = RecordedSamples(inputs)
    var run = SampleRun(
      jobs: jobs.count, policy: onError.policy, label: "replaying", isQuiet: quiet.isQuiet)
    run.storage = store.storage
    try run.run(
      next: {
        try records.next().map { record in
          let key = record.metadata.source ?? record.key
          guard let place = set.samples.place(of: key) else {
            throw Located(
              TransformError.noPartner(key, reason: "it is not among the originals"),
              path: records.name)
          }
          return (try set.samples.sample(at: place), record)
        }
      }, to: try output.target(),
      change: { [decoding, dropExtras, soft] pending, record, _ in
        var decoding = decoding
        decoding.options.atLeast = record.metadata.decodedFor
        var set = set
        set.decoding = decoding
        var original = try pending.load(limits: decoding.options)
        return try locating(path: pending.place, sample: original.key) {
          let warnings = try original.decode(options: decoding.options)
          var sample = try Replay(original.undone(of: record.metadata.draws)).sample(
            from: original, partners: set, dropsExtras: dropExtras)
          sample.key = record.key
          sample.metadata = record.metadata
          if soft { try sample.addShares() }
          return ([sample], warnings)
        }
      })
  }
}
