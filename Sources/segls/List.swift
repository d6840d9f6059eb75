import ArgumentParser
import SegBasics
import SegCommandLine
import SegLayouts
import SegSamples

/// `segls list`.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints a manifest: one sample a line.",
    discussion: """
      Finds out which layout the folder has (segls layouts prints those that are
      known), and prints the samples in the order of the split files. Without
      --split: every split, one after another. Paths are written as they are reached
      from here. No picture is opened; segls check does that.

      EXAMPLES
        segls oxford-iiit-pet --split trainval > train.jsonl
        segls oxford-iiit-pet --split test --classes binary --absolute > test.jsonl
        segls oxford-iiit-pet --split trainval,unlisted

      EXIT STATUS
        0 everything asked for is listed; 1 with --on-error skip, something was left
        out; 64 usage, or no split or class table of that name; 65 no data set is
        recognised, or files are missing, or a list is damaged; 66 no such folder.
      """)

  @Argument(help: ArgumentHelp("The folder the data set was unpacked into.", valueName: "root"))
  var root: String

  @Option(
    help: ArgumentHelp(
      "Splits, separated by commas: their names, all, or unlisted (pictures in no split).",
      valueName: "names"))
  var split: [String] = []

  @Option(help: ArgumentHelp("The class table, such as binary.", valueName: "table"))
  var classes: String?

  @Option(help: ArgumentHelp("Read the split files from another folder.", valueName: "dir"))
  var lists: String?

  @Flag(help: "Write paths from the root of the file system.")
  var absolute = false

  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func run() throws {
    var selection = ManifestSelection()
    selection.splits = split.flatMap { $0.split(separator: ",").map(String.init) }
    selection.classes = classes
    selection.isAbsolute = absolute
    let listing = try readDataset(at: root, lists: lists)
    let manifest = try listing.manifest(selection)
    if case .fail = onError.policy, let failure = manifest.failures.first { throw failure }
    let output = DescriptorSink.standardOutput()
    for entry in manifest.entries { try output.write(try entry.line() + "\n") }
    try output.flush()
    if case .quarantine(let folder) = onError.policy {
      try manifest.quarantineIncomplete(in: folder)
    }
    if !quiet.isQuiet, let hint = listing.unlistedHint(for: selection) { warn(hint) }
    for failure in manifest.failures { warn("\(failure)") }
    if !manifest.failures.isEmpty { throw FindingsReported() }
  }
}
