import ArgumentParser
import SegBasics
import SegCommandLine
import SegLayouts
import SegSamples
import SegShards

/// `segls stats`.
struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts samples, splits, sizes and the pixels of each class.",
    discussion: """
      Prints records of fields separated by tabs:
        samples N, masks N, split NAME N, meta.FIELD VALUE N, width MIN MEDIAN MAX,
        height MIN MEDIAN MAX, class INDEX NAME PIXELS SHARE SAMPLES, ignore PIXELS
        SHARE SAMPLES

      EXAMPLES
        segls stats oxford-iiit-pet
        segls oxford-iiit-pet --split test | segls stats - --json

      EXIT STATUS
        0 all is counted; 1 with --on-error skip, samples were left out; 64 usage;
        65 a file or a line is damaged; 66 no such file.
      """)

  @Argument(
    help: ArgumentHelp(
      "A manifest, the folder of a data set, or - for standard input.", valueName: "input"))
  var input: String

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    if case .quarantine = onError.policy {
      throw ValidationError("stats moves no samples: --on-error takes fail or skip here")
    }
  }

  func run() throws {
    let manifest = try ManifestInput(input)
    for failure in manifest.failures {
      guard onError.policy == .skip else { throw failure }
      warn("\(failure)")
    }
    let progress = ProgressMeter("counting", total: manifest.count, quiet: quiet.isQuiet)
    var statistics = DatasetStatistics()
    var failures = FailureLog(onError.policy)
    try statistics.add(
      jobs: jobs.count, next: manifest.next,
      onFailure: { entry, failure in
        progress.finish()
        try failures.handle(failure, for: .listed(entry))
      }, counted: { progress.advance() })
    progress.finish()
    let output = DescriptorSink.standardOutput()
    try output.write(json ? try statistics.json() + "\n" : statistics.text)
    try output.flush()
    try failures.finish()
    if !manifest.failures.isEmpty { throw FindingsReported() }
  }
}
