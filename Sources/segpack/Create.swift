import ArgumentParser

struct Create: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Packs manifests, streams or shard sets into a shard set.",
    discussion: """
      Repeating a line whose run was killed goes on where it stopped, and gives the same bytes; \
      repeating one that came to its end changes nothing.
      """)

  @OptionGroup var options: PackingOptions
  @Argument(help: "Manifests, streams or shard sets. (default: standard input)")
  var input: [String] = []

  func run() throws { try options.pack(input) }
}
