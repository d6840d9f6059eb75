import ArgumentParser
import SegCommandLine

/// The root of the command.
@main
struct Segpack: SegCommand {
  static let configuration = CommandConfiguration(
    commandName: "segpack",
    abstract: "Packs images and masks into shards, and reads shards.",
    discussion: """
      A shard set is a folder of tar files that tar, WebDataset, wids and DALI read, with \
      dataset.json, which says what is in it.

      EXAMPLES
        segls pets/ | segpack -o shards/
        segls pets/ | segaug resize=128x128 | segpack -o shards/ --store raw
        segpack verify shards/
        segpack cat shards/ Abyssinian_1 | tar tf -
        segpack select shards/ --split val -o val/
        segpack export --to voc shards/ -o voc/

      \(exitStatusHelp)
      """,
    version: segkitVersion,
    subcommands: [
      Create.self, List.self, Cat.self, Verify.self, Unpack.self, Select.self, Merge.self,
      Repack.self, Stats.self, Export.self, Import.self,
    ],
    defaultSubcommand: Create.self)
}
