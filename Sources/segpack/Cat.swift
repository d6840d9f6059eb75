import ArgumentParser
import SegBasics
import SegCommandLine
import SegSamples
import SegShards

struct Cat: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes samples as a stream: all of some sets, or those of some keys.",
    discussion: """
      Words that name a file or folder, and -, are inputs, those after them keys; --keys takes keys \
      only. Samples come in the order asked for: found by the indexes of sets and shards, while of \
      a stream those asked for are held in memory.
      """)

  @Option(help: ArgumentHelp("A file of keys, one a line; - is standard input.", valueName: "file"))
  var keys: String?
  @Argument(
    help: ArgumentHelp(
      "Shard sets, shards or streams (default: standard input), then keys.",
      valueName: "input-or-key"))
  var words: [String] = []

  func run() throws {
    _ = try SampleOutput(nil, overwrites: false)
    let (inputs, wanted) = try sortedWords()
    var writer = SampleStreamWriter(DescriptorSink.standardOutput())
    var copying = SampleCopying { try writer.add($0.named()) }
    if wanted.isEmpty && keys == nil {
      try copying.copy(inputs)
    } else {
      try copying.copy(wanted, of: inputs)
    }
    try writer.finish()
  }

  /// Tells inputs from keys.
  private func sortedWords() throws -> (inputs: [String], keys: [String]) {
    var inputs: [String] = []
    var wanted: [String] = []
    for word in words {
      // The first word is an input in any case: then a wrong path is named as one.
      let mayBeInput = wanted.isEmpty
      if try inputs.isEmpty || mayBeInput && (word == "-" || fileStatus(word) != nil) {
        inputs.append(word)
      } else {
        wanted.append(word)
      }
    }
    if inputs.isEmpty { inputs = ["-"] }
    guard let keys else { return (inputs, wanted) }
    guard keys != "-" || !inputs.contains("-") else {
      throw ValidationError("keys and samples cannot both come from standard input")
    }
    let input = keys == "-" ? BufferedInput.standardInput() : try BufferedInput(path: keys)
    while let line = try input.readLine() {
      if !line.isEmpty { wanted.append(String(decoding: line, as: UTF8.self)) }
    }
    return (inputs, wanted)
  }
}
