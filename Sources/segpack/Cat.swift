import ArgumentParser
import SegBasics
import SegCommandLine
import SegSamples
import SegShards

struct Cat: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes samples as a stream: all of some sets, or those of some keys.",
    discussion: """
      Words that name a stream or a folder, and -, are inputs, those after them keys, each once; \
      --keys takes keys only. A file that holds no stream is not taken for an input. Samples come in \
      the order asked for: found by the indexes of sets and shards, while of a stream those asked \
      for are held in memory.

      --shuffle reads sets and shards in an order that the seed and the epoch decide alone; --part \
      gives each of several readers as many samples. --start EPOCH:POSITION goes on in the middle of \
      an epoch: POSITION counts the samples all readers have taken together. Where a whole share has \
      been written, a last line says where the next epoch starts. A stream, which passes once, is \
      mixed by --shuffle-buffer; how well is said at its end.

      EXAMPLES
        segpack cat shards/ --shuffle --seed 1 --epoch 3 | …
        segpack cat shards/ --shuffle --seed 1 --start 3:6400 --part 0/4 --tail wrap | …
        segaug … | segpack cat - --shuffle-buffer 1000 | …
      """)

  @Option(help: ArgumentHelp("A file of keys, one a line; - is standard input.", valueName: "file"))
  var keys: String?
  @OptionGroup var epoch: EpochOptions
  @OptionGroup var sources: InputOptions
  @OptionGroup var quiet: QuietOption
  @Argument(
    help: ArgumentHelp(
      "Shard sets, shards or streams (default: standard input), then keys.",
      valueName: "input-or-key"))
  var words: [String] = []

  func run() throws {
    _ = try SampleOutput(nil, overwrites: false)
    let (inputs, wanted) = try sortedWords()
    try check(inputs)
    try refuseRepeated(wanted)
    var writer = SampleStreamWriter(DescriptorSink.standardOutput())
    var copying = SampleCopying { try writer.add($0.named()) }
    let isAll = wanted.isEmpty && keys == nil
    guard isAll || !epoch.isGiven else {
      throw ValidationError("keys come in the order asked for; they are not shuffled or parted")
    }
    var note: String?
    do {
      if isAll {
        note = try copy(inputs, &copying)
      } else {
        try copying.copy(wanted, of: inputs)
      }
    } catch {
      writer.breakOff()
      throw error
    }
    try writer.finish()
    // Only of a stream that was taken to its end.
    if let note, !quiet.isQuiet { warn(note) }
  }

  /// Copies all samples, or those of an epoch.
  ///
  /// - Returns: A line for the user.
  private func copy(_ inputs: [String], _ copying: inout SampleCopying) throws -> String? {
    if let capacity = epoch.shuffleBuffer {
      let buffer = ShuffleBuffer<PendingSample>(
        capacity: capacity, seed: epoch.seed ?? 0, epoch: epoch.epoch ?? 0)
      return "\(try copying.copy(inputs, through: buffer))"
    } else if epoch.isGiven {
      guard try inputs.allSatisfy(IndexedSamples.canRead) else {
        throw ValidationError(
          "--shuffle, --part and --start read shard sets and shards; a stream takes --shuffle-buffer"
        )
      }
      let samples = try IndexedSamples(inputs)
      if !quiet.isQuiet, let notice = epoch.notice(of: samples.count) { warn(notice) }
      let share = epoch.share(of: samples.count)
      try copying.copy(share, of: samples)
      return "\(counted(share.count, "sample")) of epoch \(epoch.cursor.epoch); "
        + "--start \(share.cursor(after: share.count)) goes on"
    } else {
      try copying.copy(inputs)
      return nil
    }
  }

  /// Finds out what is wrong with an input before anything of another is written.
  private func check(_ inputs: [String]) throws {
    for input in try InputNames.expand(inputs) where input != "-" {
      switch try InputNames.status(input)?.kind {
      case nil where InputNames.isPattern(input), .other: continue
      case .folder:
        do { _ = try ShardSet(input) } catch {
          guard try MemberFolder.stands(at: input) else { throw error }
        }
      case .file, nil:
        let file = try BufferedInput(path: input)
        guard try InputForm.detect(file) != .manifest else {
          throw Located(InputError.manifest, path: input)
        }
        // It says what is wrong with the file.
        _ = try SampleSource(reading: file)
      }
    }
  }

  private func refuseRepeated(_ keys: [String]) throws {
    var known: Set<SampleKey> = []
    for key in keys where !known.insert(SampleKey(key)).inserted {
      throw ValidationError(
        "key \(key) is asked for twice; each sample of a stream has a key of its own")
    }
  }

  /// Whether a word that is no pattern names something to read: a file may be called like a key.
  private func namesInput(_ word: String) throws -> Bool {
    guard let kind = try InputNames.status(word)?.kind else { return false }
    guard kind == .file, !word.hasSuffix(".tar") else { return true }
    let form = try InputForm.detect(BufferedInput(path: word))
    return form == .stream || form == .manifest
  }

  /// Tells inputs from keys.
  private func sortedWords() throws -> (inputs: [String], keys: [String]) {
    var inputs: [String] = []
    var wanted: [String] = []
    for word in words {
      // The first word is an input in any case: then a wrong path is named as one.
      let mayBeInput = wanted.isEmpty
      if try inputs.isEmpty
        || mayBeInput
          && (word == "-" || InputNames.isPattern(word) || namesInput(word))
      {
        inputs.append(word)
      } else {
        wanted.append(word)
      }
    }
    if inputs.isEmpty { inputs = ["-"] }
    guard let keys else { return (inputs, wanted) }
    guard keys != "-" || !inputs.contains("-") else {
      throw ValidationError("keys and samples cannot both come from standard input")
    }
    let input = keys == "-" ? BufferedInput.standardInput() : try BufferedInput(path: keys)
    while let line = try input.readLine() {
      if !line.isEmpty { wanted.append(String(decoding: line, as: UTF8.self)) }
    }
    return (inputs, wanted)
  }
}
