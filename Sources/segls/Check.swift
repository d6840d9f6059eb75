import ArgumentParser
import SegBasics
import SegCommandLine
import SegLayouts
import SegSamples

/// `segls check`.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Opens every picture and mask, and names every fault with the line that mends it.",
    discussion: """
      Prints a line a finding, separated by tabs: severity, kind, path, message.
      More than three of a kind in one split or folder are printed as one line,
      unless --all is given. With --quiet, notes are left out.

        fault    cannot be used as it is: something missing, damaged, contradictory
        warning  can be used, but may not be what was meant
        note     odd, and taken care of: a GIF called .jpg is read as a GIF

      EXAMPLES
        segls check oxford-iiit-pet
        segls check oxford-iiit-pet --json | jq -r 'select(.severity=="fault").path'
        segls check mine --lists official/annotations

      EXIT STATUS
        0 no finding, or notes only; 1 warnings or faults; 64 usage; 65 no data set
        is recognised; 66 no such folder.
      """)

  @Argument(help: ArgumentHelp("The folder the data set was unpacked into.", valueName: "root"))
  var root: String

  @Option(help: ArgumentHelp("Read the split files from another folder.", valueName: "dir"))
  var lists: String?

  @Flag(help: "Print each finding on a line of its own.")
  var all = false

  @Flag(help: "Read only the headers of pictures; masks are decoded all the same.")
  var quick = false

  @Flag(help: "Print JSON Lines.")
  var json = false

  @OptionGroup var jobs: JobsOption
  @OptionGroup var quiet: QuietOption

  func run() throws {
    let listing = try readDataset(at: root, lists: lists)
    let total = listing.samples.count + listing.unlisted.count
    let progress = ProgressMeter("checking", total: total, quiet: quiet.isQuiet)
    let findings = try listing.check(jobs: jobs.count, isQuick: quick) { progress.advance() }
    progress.finish()
    let output = DescriptorSink.standardOutput()
    // What needs nobody's attention is not for who asks for quiet.
    let shown = quiet.isQuiet ? findings.filter { $0.code.severity > .note } : findings
    for record in FindingRecord.records(shown, limit: all ? nil : 3) {
      try output.write((json ? try record.json() : record.text) + "\n")
    }
    try output.flush()
    if !quiet.isQuiet { warn("\(listing.summary); \(findings.summary)") }
    if findings.contains(where: { $0.code.severity > .note }) { throw FindingsReported() }
  }
}
