import ArgumentParser
import SegCommandLine
import SegSheets

/// `segview sheet`, the default.
struct Sheet: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draws a contact sheet: picture, mask and overlay of each sample.",
    discussion: """
      Each sample is shown three times side by side with its key below: the picture, its mask in \
      the colors of the classes, and both on top of each other with the boundaries drawn stronger. \
      At the bottom stand the classes with their share of all mask pixels.

      Ignored pixels are drawn in cream (224, 224, 192). Without a class table, classes have the \
      colors of the PASCAL VOC palette. Samples without a mask show the picture only.

      EXAMPLES
        segls pets --split trainval | segview sheet -o sheet.png
        segview sheet cat.jpg cat.png --mask-encoding trimap --tile 480 -o cat-sheet.png
        segview sheet shards/ --shuffle --seed 7 --count 24 -o - | display

      EXIT STATUS
        0 done; 1 done, with samples left out; 64 usage, or a sheet that would be too large;
        65 bad data; 66 no input; 73 cannot create; 74 read or write error.
      """)

  @Argument(
    help: ArgumentHelp(
      "Manifests, streams or shard sets, or an image and its mask; standard input without any."))
  var inputs: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The PNG file; - or nothing is standard output, unless that is a terminal.",
      valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Draw at most so many samples.", valueName: "n"))
  var count = 40

  @Option(
    help: ArgumentHelp(
      "Samples side by side. (default: what makes the sheet about 3:2)", valueName: "n"))
  var columns: Int?

  @Option(help: ArgumentHelp("Side of each tile in pixels, 32 to 2048.", valueName: "pixels"))
  var tile = 192

  @Option(help: ArgumentHelp("How strongly the overlay covers, 0 to 1.", valueName: "share"))
  var opacity = 0.5

  @Flag(help: "Draw samples at random from the whole input; the same for the same seed.")
  var shuffle = false

  @Option(help: ArgumentHelp("Seed of --shuffle. (default: 0)", valueName: "n"))
  var seed: UInt64?

  @OptionGroup var pair: PairOptions
  @OptionGroup var sources: InputOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    guard count >= 1 else { throw ValidationError("--count takes 1 or more, not \(count)") }
    guard columns ?? 1 >= 1 else {
      throw ValidationError("--columns takes 1 or more, not \(columns ?? 1)")
    }
    guard (32...2048).contains(tile) else {
      throw ValidationError("--tile takes 32 to 2048, not \(tile)")
    }
    guard (0...1).contains(opacity) else {
      throw ValidationError("--opacity takes 0 to 1, not \(opacity)")
    }
    guard seed == nil || shuffle else {
      throw ValidationError("--seed has a meaning with --shuffle only")
    }
  }

  func run() throws {
    let output = try FileOutput(output, endings: [".png"])
    var style = SheetStyle()
    style.tile = tile
    style.opacity = opacity
    style.columns = columns
    let run = SheetRun(
      style: style, count: count, seed: shuffle ? seed ?? 0 : nil, jobs: jobs.count,
      policy: onError.policy, isQuiet: quiet.isQuiet)
    try run.run(next: try pair.samples(inputs), to: output)
  }
}
