import ArgumentParser
import SegBasics
import SegCommandLine
import SegLayouts
import SegSamples

/// `segls split`.
struct Split: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Divides a manifest into splits, the same way every time.",
    discussion: """
      Rewrites the field "split" of every line, and leaves the order as it is. Where
      a sample goes depends on the seed and its key alone, so adding or removing
      samples never moves another; the price is that shares are met on average, not
      exactly: 0.1 of 1000 samples is 100 ± 10.

      Copies that segaug made of one sample, KEY~0, KEY~1, … and KEY~orig, always go
      to one split: the key without these endings is what draws.

      With --stratify the shares are met to within one sample and its copies in each
      group, such as each breed; then a new sample may move one sample of its own
      group across each cut, and the whole manifest is read before the first line is
      printed.

      EXAMPLES
        segls oxford-iiit-pet | segls split - --parts train=0.8,val=0.1,test=0.1 --seed 1
        segls split all.jsonl --parts train=0.9,val=0.1 --seed 7 --stratify meta.breed

      EXIT STATUS
        0 done; 64 usage; 65 the manifest is damaged, or a sample lacks the field;
        66 no such file.
      """)

  @Argument(help: ArgumentHelp("A manifest; - is standard input.", valueName: "manifest"))
  var manifest: String

  @Option(help: ArgumentHelp("Names and shares that add up to 1.", valueName: "name=share,…"))
  var parts: String

  @Option(help: ArgumentHelp("Any number; another one divides differently.", valueName: "n"))
  var seed: UInt64

  @Option(
    help: ArgumentHelp(
      "Meet the shares within each group of this field: meta.NAME or split.", valueName: "field"))
  var stratify: String?

  func run() throws {
    let assignment = SplitAssignment(parts: try SplitParts(parts), seed: seed)
    let input = manifest == "-" ? .standardInput() : try BufferedInput(path: manifest)
    let output = DescriptorSink.standardOutput()
    try splitManifest(
      ManifestReader(input), name: input.name, by: assignment, stratifiedBy: stratify
    ) { try output.write(try $0.line() + "\n") }
    try output.flush()
  }
}
