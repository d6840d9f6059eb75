import ArgumentParser
import SegBasics
import SegSamples
import SegShards

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists samples: key, shard, offset, bytes and members, parted by tabs.",
    discussion: """
      The offset is that of the sample's first data in the shard. What would break a line is written \
      as in C: \\t, \\n, \\r, \\\\, and other control characters as \\ and three octal digits; \
      --json prints keys as they are.
      """)

  @Flag(help: "Print a JSON object a line.")
  var json = false
  @Argument(help: ArgumentHelp("Shard sets or shards.", valueName: "set"))
  var sets: [String]

  func validate() throws { try refusePipes(sets) }

  func run() throws {
    let output = DescriptorSink.standardOutput()
    for path in try InputNames.expand(sets) {
      let samples = try IndexedSamples([path])
      for number in 0..<samples.count {
        let (shard, members) = samples.entry(at: number)
        try output.write(line(members, shard))
      }
    }
    try output.flush()
  }

  private func line(_ sample: [ShardIndex.Member], _ shard: String) throws -> String {
    let key = ShardIndex.key(of: sample)
    if json {
      var object = OrderedJSON()
      try object.add("key", key)
      try object.add("shard", shard)
      try object.add("members", sample.map(ListedMember.init))
      return object.text + "\n"
    }
    let bytes = sample.reduce(0) { $0 + $1.size }
    let members = sample.map(\.fileExtension).joined(separator: ",")
    return
      "\(escapedField(key))\t\(escapedField(shard))\t\(sample.first?.offset ?? 0)\t\(bytes)\t\(escapedField(members))\n"
  }
}

private struct ListedMember: Encodable {
  let name: String
  let offset: Int
  let size: Int

  init(_ member: ShardIndex.Member) {
    name = member.name
    offset = member.offset
    size = member.size
  }
}
