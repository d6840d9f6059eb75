import ArgumentParser
import SegBasics
import SegCommandLine
import SegShards

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks sums, sizes, indexes and keys of shard sets; prints one line for each fault.",
    discussion: """
      A folder of foreign shards, without dataset.json, has nothing to be compared with: only its \
      structure is checked. --repair gives them indexes and a dataset.json.

      --repair writes indexes, index.json and a damaged dataset.json anew from the shards alone; \
      --salvage copies the samples of a damaged set that are as they were written into a new one. \
      Neither ever writes to a shard.
      """)

  @Flag(help: "Decode every image and label map too, and compare the statistics.")
  var deep = false
  @Flag(help: "Then write anew what stands beside the shards.")
  var repair = false
  @Flag(help: "With --repair: describe the set without the shards that are missing.")
  var dropMissing = false
  @Option(help: ArgumentHelp("Then copy the good samples into a new set.", valueName: "dir"))
  var salvage: String?
  @OptionGroup var jobs: JobsOption
  @OptionGroup var quiet: QuietOption
  @Argument(help: ArgumentHelp("Shard sets or shards.", valueName: "set"))
  var sets: [String]

  func validate() throws {
    try refusePipes(sets)
    guard repair || !dropMissing else {
      throw ValidationError("--drop-missing says what --repair does; give both")
    }
    if salvage != nil, sets.count != 1 || repair {
      throw ValidationError("--salvage makes a set of one set, and repairs nothing in place")
    }
  }

  func run() throws {
    let output = DescriptorSink.standardOutput()
    var failure: (any Error)?
    var verification = ShardVerification { fault in
      do { try output.write("\(fault)\n") } catch { failure = error }
    }
    verification.isDeep = deep
    verification.jobs = jobs.count
    if !quiet.isQuiet { verification.onNotice = warn }
    for path in try InputNames.expand(sets) {
      try verification.check(path)
      try output.flush()
    }
    if let failure { throw failure }
    if !quiet.isQuiet {
      warn(
        "\(counted(verification.samples, "sample")) in \(counted(verification.shards, "shard")), "
          + counted(verification.faults, "fault"))
    }
    var isWhole = verification.faults == 0
    // Foreign shards have no fault without indexes, and can be given some.
    if repair, try !isWhole || isWithoutIndexes { isWhole = try repaired() }
    if let salvage { try save(into: salvage) }
    if !isWhole { throw FindingsReported() }
  }

  /// Whether a folder has shards and nothing that describes them.
  private var isWithoutIndexes: Bool {
    get throws {
      try InputNames.expand(sets).contains { path in
        guard try InputNames.status(path)?.kind == .folder else { return false }
        let names = try namesInFolder(path).filter { !$0.hasPrefix(".") }
        return names.contains { $0.hasSuffix(".tar") }
          && !names.contains { $0.hasSuffix(".idx") || $0 == DatasetDescription.fileName }
      }
    }
  }

  /// Repairs each set, and looks at it once more.
  private func repaired() throws -> Bool {
    var isWhole = true
    for path in try InputNames.expand(sets) {
      var repair = SetRepair(path)
      repair.jobs = jobs.count
      repair.dropsMissing = dropMissing
      repair.onNotice = warn
      isWhole = try repair.run() && isWhole
      var again = ShardVerification { _ in }
      again.jobs = jobs.count
      try again.check(path)
      isWhole = again.faults == 0 && isWhole
    }
    return isWhole
  }

  private func save(into folder: String) throws {
    guard let path = try InputNames.expand(sets).first else { return }
    var salvage = SetSalvage(path, into: folder)
    salvage.jobs = jobs.count
    salvage.onNotice = warn
    try salvage.run()
    if !quiet.isQuiet {
      warn("\(counted(salvage.kept, "sample")) kept in \(folder), \(salvage.lost) lost")
    }
  }
}
