import ArgumentParser
import SegBasics
import SegCommandLine
import SegSamples
import SegShards

struct Select: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Takes some samples of shard sets, as a stream or as a set of their own.",
    discussion: """
      A sample is taken if it passes every test that is given. Of --filter and --split, which may be \
      repeated, one must match; of --has-class every class must occur in the label map, of \
      --lacks-class none. A class is a name of the class table, or its index. Samples keep their \
      order; segpack cat SET KEY... gives them in the order asked for. That none is taken is an error.

      EXAMPLES
        segpack select pets/ --split val -o val/
        segpack select pets/ --filter 'Abyssinian_*' --has-class border > a.tar
      """)

  @Option(
    help: ArgumentHelp(
      "A file of keys to take, one a line; - is standard input.", valueName: "file"))
  var keys: String?
  @Option(help: ArgumentHelp("A shell pattern for keys; * matches slashes too.", valueName: "glob"))
  var filter: [String] = []
  @Option(help: ArgumentHelp("A split of the samples.", valueName: "name"))
  var split: [String] = []
  @Option(help: ArgumentHelp("A class that must occur.", valueName: "class"))
  var hasClass: [ClassArgument] = []
  @Option(help: ArgumentHelp("A class that must not occur.", valueName: "class"))
  var lacksClass: [ClassArgument] = []
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The folder of a set; - for a stream (the default).", valueName: "dir"))
  var output: String?
  @Flag(help: replacesHelp)
  var force = false
  @OptionGroup var jobs: JobsOption
  @OptionGroup var sources: InputOptions
  @OptionGroup var quiet: QuietOption
  @Argument(help: ArgumentHelp("Shard sets, shards or streams.", valueName: "set"))
  var sets: [String]

  func validate() throws {
    if keys == "-", sets.contains("-") {
      throw ValidationError("keys and samples cannot both come from standard input")
    }
  }

  func run() throws {
    let source =
      try isIndexed
      ? SampleSource(choosing: chosen(), of: IndexedSamples(sets), jobs: jobs.count)
      : SampleSource(choosing: chosen(), of: SampleSource(sets), jobs: jobs.count)
    var count = 0
    let taken = SampleSource(finding: {
      guard let sample = try source.next() else {
        guard count > 0 else { throw ShardError.nothingChosen }
        return nil
      }
      count += 1
      return (sample, source.place)
    })
    guard let output, output != "-" else {
      _ = try SampleOutput(nil, overwrites: false)
      var writer = SampleStreamWriter(DescriptorSink.standardOutput())
      var copying = SampleCopying { try writer.add($0.named()) }
      do {
        try copying.copy(from: taken)
      } catch {
        writer.breakOff()
        throw error
      }
      return try writer.finish()
    }
    var packing = ShardPacking(inputs: sets, folder: output)
    packing.source = taken
    packing.jobs = jobs.count
    packing.overwrites = force
    try packing.run(onError: .fail, isQuiet: quiet.isQuiet)
  }

  /// Whether all inputs can be read in any order: then keys are looked up before anything is read.
  private var isIndexed: Bool {
    get throws {
      try InputNames.expand(sets).allSatisfy { path in
        let kind = try InputNames.status(path)?.kind
        return try kind == .folder && !MemberFolder.stands(at: path)
          || kind == .file && path.hasSuffix(".tar")
      }
    }
  }

  private func chosen() throws -> SampleChoice {
    var tests = SampleChoice()
    tests.patterns = filter
    tests.splits = Set(split.map(SampleKey.init))
    tests.present = hasClass.map(\.choice)
    tests.absent = lacksClass.map(\.choice)
    guard let keys else { return tests }
    let input = keys == "-" ? BufferedInput.standardInput() : try BufferedInput(path: keys)
    var wanted: Set<SampleKey> = []
    while let line = try input.readLine() {
      if !line.isEmpty { wanted.insert(SampleKey(String(decoding: line, as: UTF8.self))) }
    }
    tests.keys = wanted
    return tests
  }
}

/// A class as it is named on the command line.
struct ClassArgument: ExpressibleByArgument {
  let choice: SampleChoice.ClassChoice

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    let isNumber = argument.utf8.allSatisfy { (48...57).contains($0) }
    choice = isNumber && argument.utf8.count < 6 ? .index(Int(argument) ?? 0) : .name(argument)
  }
}
