import ArgumentParser
import SegBasics
import SegSamples
import SegShards

struct Cat: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes samples as a stream: all of some sets, or those of some keys.",
    discussion: """
      Words that name a file or folder are sets, the others keys; --keys takes keys only. \
      Keys are looked up in the index, and come in the order asked for.
      """)

  @Option(help: ArgumentHelp("A file of keys, one a line; - is standard input.", valueName: "file"))
  var keys: String?
  @Argument(help: ArgumentHelp("Shard sets or shards, then keys.", valueName: "set-or-key"))
  var words: [String]

  func run() throws {
    var sets = try [ShardSet(words[0])]
    var wanted: [String] = []
    for word in words.dropFirst() {
      if try wanted.isEmpty && fileStatus(word) != nil {
        sets.append(try ShardSet(word))
      } else {
        wanted.append(word)
      }
    }
    if let keys {
      let input = keys == "-" ? BufferedInput.standardInput() : try BufferedInput(path: keys)
      while let line = try input.readLine() {
        if !line.isEmpty { wanted.append(String(decoding: line, as: UTF8.self)) }
      }
    }
    var writer = SampleStreamWriter(DescriptorSink.standardOutput())
    if wanted.isEmpty && keys == nil {
      for shard in sets.flatMap(\.shards) {
        let reader = SampleStreamReader(try BufferedInput(path: shard))
        while let members = try reader.nextMembers() { try writer.add(members.named()) }
      }
    } else {
      try ShardSelection(wanted, in: sets).read { try writer.add($0.named()) }
    }
    try writer.finish()
  }
}
