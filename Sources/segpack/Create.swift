import ArgumentParser
import SegCommandLine

struct Create: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Packs manifests, streams, shard sets or data sets as downloaded into a shard set.",
    discussion: """
      Repeating a line whose run was killed goes on where it stopped, and gives the same bytes; \
      repeating one that came to its end changes nothing.

      A shard ends before it would grow over --shard-size, and after --samples-per-shard samples of \
      the input, those counted that were left out.

      One set is made, whatever splits the samples carry; --split-by split makes one of each.

      --shuffle, --split-by, --shard-count and --part find all samples before the first is packed. \
      What comes through a pipe or pipe:COMMAND is kept in the output folder meanwhile, in a file \
      without a name: it takes as much room there as the samples in the pipe, beside that of the set, \
      and is gone when the run ends, however it ends.

      EXAMPLES
        segls pets/ | segpack -o shards/ --shuffle --seed 1
        segpack pets/ -o small/ --resize 256x256 --store jpeg=90
        segls pets/ | segpack -o sets/ --split-by train=0.9,val=0.1 --seed 7
        srun -n 8 segpack create a.jsonl -o parts/ --part auto --shard-count 64
        segpack merge parts/part-* -o shards/
      """)

  @OptionGroup var options: PackingOptions
  @OptionGroup var sources: InputOptions
  @Argument(
    help: "Manifests, streams, shard sets, or folders that segls lists. (default: standard input)")
  var input: [String] = []

  func validate() throws { try options.check(input) }

  func run() throws {
    guard let folders = try DatasetFolders(input) else { return try options.pack(input) }
    if case .fail = options.onError.policy, let failure = folders.failures.first { throw failure }
    for failure in folders.failures { warn("\(failure) (left out)") }
    try options.pack(input, source: folders.source)
    if !folders.failures.isEmpty { throw FindingsReported() }
  }
}
