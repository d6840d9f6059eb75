import ArgumentParser
import DrawnPets
import SegCommandLine

/// Draws a data set for tests and demonstrations.
@main
struct DrawPets: SegCommand {
  static let configuration = CommandConfiguration(
    commandName: "drawpets",
    abstract: "Draw cats and dogs with trimaps, in the layout of Oxford-IIIT Pet.",
    discussion: """
      The same numbers and seed draw the same pictures. A few are stored as in the
      real set: a GIF and a PNG called .jpg, a gray JPEG, one in no list, stray
      files.

      EXAMPLES
        drawpets pets --trainval 60 --test 16 --seed 1
      """,
    version: "0.1.0")

  @Argument(help: ArgumentHelp("The folder that is made.", valueName: "dir"))
  var folder: String

  @Option(help: "Pictures in trainval.txt.")
  var trainval = 60

  @Option(help: "Pictures in test.txt.")
  var test = 16

  @Option(help: "Decides what is drawn.")
  var seed: UInt64 = 1

  @Flag(help: "Leave out the oddities of the real set.")
  var clean = false

  @OptionGroup var jobs: JobsOption

  func validate() throws {
    guard (0...100_000).contains(trainval), (0...100_000).contains(test) else {
      throw ValidationError("--trainval and --test take 0 to 100000")
    }
  }

  func run() throws {
    try DrawnPetSet(trainval: trainval, test: test, seed: seed, hasOddities: !clean)
      .write(to: folder, jobs: jobs.count)
  }
}
