import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

/// `segpack select`, `repack` and `stats`, from a shell.
@Suite struct SegpackSetTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let file = try AtomicFile(folder.file("in.tar"))
    var writer = SampleStreamWriter(file)
    for number in 0..<24 {
      let image = Raster<UInt8>(
        height: 12, width: 10, channels: 3,
        values: (0..<360).map { UInt8(truncatingIfNeeded: $0 &* (number + 3)) })
      let labels = Raster<UInt8>(height: 12, width: 10, channels: 1, filledWith: UInt8(number % 3))
      try writer.add(
        Sample(
          key: "k\(number)", image: .pixels(.uint8(image)), labelMap: .indices(.uint8(labels)),
          metadata: SampleMetadata(split: number < 16 ? "train" : "val", classes: .petClasses)
        ).members())
    }
    try writer.finish()
    try file.commit()
    _ = try shell("segpack -q -o set --shard-samples 7 in.tar", in: folder)
  }

  @Test func selectedSamplesAreAStreamOrASet() throws {
    let result = try shell(
      """
      segpack select set | cmp - in.tar && echo same
      segpack select set --split val --has-class border | tar tf - | grep json
      printf 'k9\\nk2\\n' | segpack select set --keys - | tar tf - | grep json
      segpack select set --split val -o val -q && segpack verify -q --deep val && echo sound
      segpack list val | cut -f 1 | tr '\\n' ' '
      segpack select set --filter 'k1*' --lacks-class 0 --lacks-class border | tar tf - | grep -c json
      """, in: folder)
    #expect(
      result.text == """
        same
        k17.json
        k20.json
        k23.json
        k2.json
        k9.json
        sound
        k16 k17 k18 k19 k20 k21 k22 k23 5

        """, "\(result.errors)")
  }

  @Test(arguments: [
    ("segpack select set --keys none.txt", 66), ("echo zzz | segpack select set --keys -", 66),
    ("segpack select none", 66), ("segpack select set --has-class dog", 65),
    ("segpack select - --keys -", 64), ("segpack repack - -o out", 64),
    ("segpack repack none -o out", 66), ("segpack repack set -o set", 73),
    ("segpack stats none", 66), ("segpack stats set --on-error quarantine=x", 64),
    ("echo '{\"key\":\"a\",\"image\":\"a.png\"}' | segpack stats -", 65),
  ])
  func statuses(line: String, status: Int32) throws {
    let result = try shell("\(line) > out.tar", in: folder)
    #expect(result.status == status, "\(line): \(result.errors)")
  }

  @Test func repackedSetsHoldTheSameSamples() throws {
    let result = try shell(
      """
      segpack repack set -q -o one && ls one/*.tar | wc -l
      segpack cat one | cmp - in.tar && echo same
      segpack repack set -q -o small --shard-samples 5 --store encoded -j 3 && ls small/*.tar | wc -l
      segpack repack small -q -o back --shard-samples 7 --store raw -j 1
      diff -r -x log.jsonl -x dataset.json set back && echo same
      segpack repack set -o one 2>&1 | grep -c 'already complete'
      segpack repack set -q -o one --store encoded; echo $?
      """, in: folder)
    #expect(result.text == "1\nsame\n5\nsame\n1\n73\n", "\(result.errors)")
  }

  @Test func statisticsOfAStreamAreThoseOfTheSet() throws {
    let result = try shell(
      """
      segpack stats set > a; segpack stats - < in.tar > b; diff a b
      segpack stats set --json | grep -o '"splits":{[^}]*}'
      """, in: folder)
    #expect(
      result.text == """
        2c2
        < shards\t4
        ---
        > shards\t1
        "splits":{"train":16,"val":8}

        """, "\(result.errors)")
  }

  /// Killed whenever, and run again: what one run that nobody disturbed makes, and no other file.
  @Test(arguments: [
    "segpack repack set -q --shard-samples 3 --store encoded -j 2 -o",
    "segpack select set -q --has-class border -j 2 -o",
    "segpack export --to npz set -q -j 2 -o", "segpack export --to voc set -q -j 2 -o",
  ])
  func killedAtAnyMomentAndRunAgain(line: String) throws {
    let clock = ContinuousClock()
    var status: Int32 = 1
    let time = try clock.measure { status = try shell("\(line) whole", in: folder).status }
    #expect(status == 0)
    var random = RandomStream(seed: UInt64(line.utf8.count))
    for number in 0..<6 {
      let seconds = random.uniform(0, time / .seconds(1))
      let result = try shell(
        """
        \(line) out\(number) & pid=$!
        sleep \(seconds)
        kill -9 $pid 2>/dev/null; wait $pid
        mkdir -p out\(number)
        find out\(number) -type f ! -name '.*' | while read file; do
          name=${file#out\(number)/}
          [ "$name" = log.jsonl ] || [ "$name" = dataset.json ] || [ "$name" = index.json ] ||
            cmp "$file" "whole/$name" || exit 7
        done || exit 8
        \(line) out\(number) || exit 9
        diff -r -x log.jsonl -x '.*.partial' whole out\(number)
        """, in: folder)
      #expect(result.status == 0, "killed after \(seconds) s: \(result.text)\(result.errors)")
    }
  }

  /// Damage is not packed anew under a checksum of its own.
  @Test(arguments: ["repack set -o out", "select set -o out", "export --to mds set -o out"])
  func damageIsNotHandedOn(words: String) throws {
    let result = try shell(
      """
      printf x | dd of=set/shard-000002.tar bs=1 seek=700 conv=notrunc 2> /dev/null
      segpack \(words) -q; echo $?
      ls out | grep -c json
      """, in: folder)
    #expect(result.text == "65\n0\n", "\(result.errors)")
    #expect(result.errors.contains("segpack verify names every fault"))
  }
}
