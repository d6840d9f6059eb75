import ArgumentParser
import SegShards

struct Repack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes shard sets anew: other shards, another storage, several sets as one.",
    discussion: """
      Samples and their order stay. As with create, repeating a line whose run was killed goes on \
      where it stopped.

      EXAMPLES
        segpack repack pets/ -o large/ --shard-size 1G
        segpack repack pets/ -o fast/ --store raw
      """)

  @OptionGroup var options: PackingOptions
  @Argument(help: ArgumentHelp("Shard sets or shards.", valueName: "set"))
  var sets: [String]

  func validate() throws {
    try refusePipes(sets)
  }

  func run() throws {
    // Before the output is touched: a manifest or a data set's folder is no set.
    for path in try InputNames.expand(sets) { _ = try ShardSet(path) }
    try options.pack(sets)
  }
}
