import SegTestSupport
import Testing

/// What `segaug -o DIR` writes is read by every command that reads samples.
@Suite struct MemberFolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try shell(
      """
      drawpets pets && segls pets -q | head -4 | sed 's/"key":"/&a.b%\\/k./' > p.jsonl
      segaug hflip resize=40x30 --copies 2 --seed 3 p.jsonl -o dir
      segaug hflip resize=40x30 --copies 2 --seed 3 p.jsonl > s.tar
      segpack create -q s.tar -o set
      """, in: folder)
  }

  private func run(_ lines: String) throws -> String {
    let result = try shell("set -e\n" + lines, in: folder)
    return result.text + result.errors + (result.status == 0 ? "" : "status \(result.status)\n")
  }

  @Test func aSetOfItHoldsTheSameSamples() throws {
    #expect(
      try run(
        """
        segpack create -q dir -o back; segpack verify -q --deep back
        diff <(segpack list set | cut -f1 | sort) <(segpack list back | cut -f1 | sort)
        for key in $(segpack list set | cut -f1); do
          for name in set back; do
            segpack cat $name "$key" | tar xOf - --wildcards '*.json' > $name.json
          done
          cmp set.json back.json
        done
        segpack unpack -q back -o again; diff -r dir again
        """) == "")
  }

  /// In every way the store can be read: in order, shuffled and divided, by key, chosen, counted.
  @Test func everyReaderTakesIt() throws {
    #expect(
      try run(
        """
        segpack create -q dir -o back
        segpack cat dir | cmp - <(segpack cat dir/); segpack cat dir | segpack create -q - -o piped
        cmp back/shard-000000.tar piped/shard-000000.tar
        segpack create -q dir -o mixed --shuffle --seed 1
        segpack create -q back -o mixed2 --shuffle --seed 1
        cmp mixed/shard-000000.tar mixed2/shard-000000.tar
        key=$(segpack list back | head -3 | tail -1 | cut -f1)
        cmp <(segpack cat dir "$key") <(segpack cat back "$key" | segpack cat -)
        segpack select dir --filter "$key" | segpack cat - | cmp - <(segpack cat dir "$key")
        diff <(segpack stats dir | grep -v '^[sm][ht]\\|^member') <(segpack stats back | grep -v '^[sm][ht]\\|^member')
        segaug replay dir --originals p.jsonl | tar tf - | wc -l
        segaug cutmix dir --partners dir -q | segpack cat - | tar tf - | wc -l
        segview dir -q -o sheet.png; test -s sheet.png
        segpack export -q --to coco dir -o coco
        segpack export -q --to coco back -o coco2; diff -r coco coco2
        """) == "24\n24\n")
  }

  /// Unpacked by tar, the files have the keys as they are written in a stream; without metadata too.
  @Test func whatTarUnpacksIsTaken() throws {
    #expect(
      try run(
        """
        mkdir tarred bare; tar xf s.tar -C tarred; segpack create -q tarred -o back
        diff <(segpack list set | cut -f1 | sort) <(segpack list back | cut -f1 | sort)
        cp -r tarred/* bare; find bare -name '*.json' -delete; echo hello > bare/README.md
        segpack create -q bare -o back2
        diff <(segpack list set | cut -f1 | sort) <(segpack list back2 | cut -f1 | sort)
        """) == "")
  }

  /// Other folders are refused, with what to do.
  @Test(arguments: ["pets/images", "empty", "strays"])
  func otherFoldersAreRefused(name: String) throws {
    let text = try run(
      """
      mkdir -p empty strays; echo '{"shapes":[]}' > strays/x.json
      cp "$(find dir -name '*0.png' | head -1)" strays/x.png
      segpack cat \(name) > /dev/null
      """)
    #expect(text.contains("segls list DIR"), "\(text)")
    #expect(text.hasSuffix("status 65\n"))
  }

  /// A label map that lost its picture is not passed over.
  @Test func lossesAreSaid() throws {
    let text = try run(
      """
      rm "$(find dir -name '*~0.png' | sort | head -1)"; segpack create -q dir -o back
      """)
    #expect(text.contains("~0") && text.hasSuffix("status 65\n"), "\(text)")
  }
}
