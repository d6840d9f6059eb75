import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

/// The real `segpack cat` and `list`, from a shell: orders, shares and inputs.
@Suite struct SegpackReadingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let file = try AtomicFile(folder.file("in.tar"))
    var writer = SampleStreamWriter(file)
    for number in 0..<40 {
      let image = Raster<UInt8>(height: 3, width: 4, channels: 3, filledWith: UInt8(number))
      try writer.add(
        Sample(key: "k\(number)", image: .pixels(.uint8(image)), metadata: SampleMetadata())
          .members())
    }
    try writer.finish()
    try file.commit()
    #expect(try shell("segpack -q -o set --shard-samples 7 in.tar", in: folder).status == 0)
  }

  /// The keys that a line writes as a stream.
  private func keys(_ line: String) throws -> [Int] {
    let result = try shell("\(line) | tar tf - | sed -n 's/^k\\(.*\\).json$/\\1/p'", in: folder)
    #expect(result.status == 0, "\(line): \(result.errors)")
    return result.text.split(separator: "\n").compactMap { Int($0) }
  }

  @Test func anEpochIsAnOrderOfItsOwn() throws {
    let first = try keys("segpack cat set --shuffle --seed 1 --epoch 3")
    #expect(first.sorted() == Array(0..<40) && first != Array(0..<40))
    #expect(try keys("segpack cat set/ --shuffle --seed 1 --epoch 3") == first)
    #expect(try keys("segpack cat set --shuffle --seed 1 --epoch 4") != first)
    #expect(try keys("segpack cat set --shuffle --seed 1 --start 3:13") == Array(first[13...]))
    let shares = try (0..<3).map {
      try keys("segpack cat set --shuffle --seed 1 --epoch 3 --part \($0)/3")
    }
    let merged = (0..<39).map { shares[$0 % 3][$0 / 3] }
    #expect(merged == Array(first[..<39]))
    let wrapped = try keys("segpack cat set --shuffle --seed 1 --epoch 3 --part 2/3 --tail wrap")
    #expect(wrapped == shares[2] + [first[1]])
    let inOrder = try keys("segpack cat set --part 1/4")
    #expect(inOrder == (0..<10).map { 4 * $0 + 1 })
  }

  @Test func aStreamIsMixedByABuffer() throws {
    let result = try shell(
      """
      cat in.tar | segpack cat - --shuffle-buffer 10 --seed 2 > mixed.tar
      cat in.tar | segpack cat - -q --shuffle-buffer 10 --seed 2 | cmp - mixed.tar && echo same
      tar tf mixed.tar | sort > mixed; tar tf in.tar | sort | cmp - mixed && echo all
      cmp -s in.tar mixed.tar || echo moved
      """, in: folder)
    #expect(result.text == "same\nall\nmoved\n", "\(result.errors)")
    #expect(result.errors.contains("40 samples: rank correlation 0."), "\(result.errors)")
  }

  @Test(arguments: [
    ("segpack cat - --shuffle < in.tar", "--shuffle-buffer"),
    ("segpack cat set k1 --shuffle", "order asked for"),
    ("segpack cat set --seed 1", "--shuffle"), ("segpack cat set --tail drop", "--part"),
    ("segpack cat set --part 3/3", "part"), ("segpack cat set --start x", "start"),
    ("segpack cat set --shuffle --shuffle-buffer 3", "--shuffle-buffer"),
    ("segpack cat set --shuffle-buffer 0", "--shuffle-buffer"),
  ])
  func wrongWordsAreRefused(line: String, word: String) throws {
    let result = try shell("\(line) > out", in: folder)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains(word), "\(result.errors)")
  }

  /// Where the next epoch starts is said of a share that was taken to its end, and of no other.
  @Test func theCursorIsTold() throws {
    let whole = try shell("segpack cat set --shuffle --start 3:10 --part 1/3 > out", in: folder)
    #expect(whole.errors == "segpack: 10 samples of epoch 3; --start 4:0 goes on\n")
    let one = try shell("segpack cat set --start 7:39 > out", in: folder)
    #expect(one.errors == "segpack: 1 sample of epoch 7; --start 8:0 goes on\n")
    let last = try shell("segpack cat set --start 9223372036854775807:0 > out", in: folder)
    #expect(last.status == 0)
    let cut = try shell("segpack cat set --shuffle | head -c 10000 > out", in: folder)
    #expect(cut.errors == "" && cut.status == 0)
    #expect(try shell("segpack cat -q set --shuffle > out", in: folder).errors == "")
  }

  /// A key may be longer than any path.
  @Test func aLongKeyIsAKey() throws {
    let result = try shell(
      """
      key=$(printf 'x%.0s' {1..5000})
      mkdir in && tar xf in.tar -C in k3.json && sed -i "s/\"k3\"/\"$key\"/" in/k3.json
      tar xf in.tar -C in $(tar tf in.tar | grep '^k3[.]' | grep -v json)
      (cd in && tar cf ../long.tar --transform "s/^k3/$key/" --format pax k3.*)
      segpack -q -o long long.tar && segpack cat long $key | tar tf - | wc -l
      segpack cat set $key > out; echo $?
      """, in: folder)
    #expect(result.text == "\(try shell("tar tf in.tar | grep -c '^k3[.]'", in: folder).text)66\n")
    #expect(result.errors.contains("no sample has the key xxx"))
  }

  @Test func oneIsCountedInTheSingular() throws {
    let result = try shell(
      """
      segpack select -q set k3 -o one || segpack cat set k3 | segpack -q -o one
      segpack verify one
      printf x | dd of=one/shard-000000.tar bs=1 seek=700 conv=notrunc status=none
      segpack verify one > /dev/null
      """, in: folder)
    #expect(result.errors.contains("segpack: 1 sample in 1 shard, 0 faults\n"), "\(result.errors)")
    #expect(result.errors.contains("segpack: 1 sample in 1 shard, 2 faults\n"), "\(result.errors)")
  }

  // MARK: Inputs

  @Test func inputsAreNamedByPatternsAndCommands() throws {
    let all = Array(0..<40)
    for line in [
      "segpack cat 'set/shard-{000000..000005}.tar'", "segpack cat 'set/*.tar'",
      "segpack cat 'pipe:cat in.tar'", "segpack cat 'pipe:cat set/shard-{000000..000005}.tar'",
      "segpack cat set/shard-000000.tar 'pipe:cat set/shard-{000001..000005}.tar'",
    ] {
      #expect(try keys(line) == all, "\(line)")
    }
    #expect(try keys("segpack cat 'set/shard-*.tar' k39 k2") == [39, 2])
    #expect(try keys("segpack cat 'pipe:cat in.tar' k39 k2") == [39, 2])
    #expect(
      try keys("segpack cat 'set/*{0,1}.tar' --shuffle --epoch 1").sorted() == Array(0..<14))
    let packed = try shell(
      """
      segpack -q -o again --shard-samples 7 'pipe:cat set/shard-{000000..000005}.tar'
      diff -r -x log.jsonl set again && echo same
      segpack list 'se[t]' | tail -n 1 | cut -f 1
      segpack verify -q 'set/*.tar' && echo sound
      """, in: folder)
    #expect(packed.text == "same\nk39\nsound\n", "\(packed.errors)")
  }

  @Test func aCommandThatBreaksOffIsRunAgain() throws {
    let result = try shell(
      """
      cat > flaky <<'END'
      echo run >> runs
      if [ $(wc -l < runs) -gt 2 ]; then cat in.tar; else head -c $((30000 * $(wc -l < runs))) in.tar; fi
      END
      segpack cat 'pipe:sh flaky' | cmp - in.tar && echo same
      rm runs
      segpack cat 'pipe:sh flaky' --retries 1 | cmp - in.tar && echo same
      segpack cat 'pipe:head -c 60000 in.tar' --retries 1 > out; echo $?
      segpack -q -o none 'pipe:exit 7' --retries 0; echo $?
      segpack cat 'pipe:sleep 60' --timeout 0.2 --retries 0 > out; echo $?
      ls none
      """, in: folder)
    #expect(result.text == "same\nsame\n74\n74\n74\n", "\(result.errors)")
    #expect(result.errors.contains("the command ended after 60000 bytes"))
    #expect(result.errors.contains("pipe:exit 7: the command ended with status 7"))
    #expect(result.errors.contains("pipe:sleep 60: the command gave no byte for 1 s"))
  }

  /// Who downstream wants no more leaves no command behind.
  @Test func anUnfinishedCommandIsEnded() throws {
    let result = try shell(
      """
      segpack cat 'pipe:echo $$ > pid; while cat in.tar; do :; done' | head -c 1000 > out
      for try in {1..1000}; do kill -0 $(cat pid) 2>/dev/null || break; sleep 0.05; done
      kill -0 $(cat pid) 2>/dev/null || echo gone
      """, in: folder)
    #expect(result.text == "gone\n", "\(result.errors)")
  }

  // MARK: Repair

  @Test func verifyRepairsAndSalvages() throws {
    let result = try shell(
      """
      cp -r set sound
      rm set/index.json; printf x >> set/shard-000002.idx; printf 9 | dd of=set/dataset.json \
        bs=1 seek=300 conv=notrunc 2> none
      segpack verify set > faults; echo $?; wc -l < faults
      segpack verify -q --repair set > none; echo $?
      diff -r -x log.jsonl set sound && echo same
      printf 9 | dd of=set/shard-000001.tar bs=1 seek=650 conv=notrunc 2> none
      cp -r set before
      segpack verify set --repair > faults; echo $?; grep -c 'sample k7' faults
      segpack verify -q set --salvage saved > none; echo $?
      diff -r set before && echo untouched
      segpack verify -q --deep saved; echo $?
      segpack list saved | wc -l
      segpack verify -q set --salvage saved > none; echo $?
      segpack verify -q set --salvage saved2 --repair; echo $?
      """, in: folder)
    #expect(
      result.text == "1\n3\n0\nsame\n1\n1\n1\nuntouched\n0\n39\n73\n64\n",
      "\(result.text)\(result.errors)")
  }

  /// Shards of other programs get indexes when one asks for it, and only then.
  @Test func verifyIndexesForeignShards() throws {
    let result = try shell(
      """
      mkdir foreign; cp set/shard-000000.tar foreign/a.tar; cp set/shard-000001.tar foreign/b.tar
      segpack verify -q foreign; ls foreign
      segpack verify -q --repair foreign 2> none; echo $?; ls foreign
      segpack verify -q --deep foreign; echo $?
      cmp set/shard-000000.idx foreign/a.idx && echo same
      """, in: folder)
    #expect(
      result.text
        == "a.tar\nb.tar\n0\na.idx\na.tar\nb.idx\nb.tar\ndataset.json\nindex.json\n0\nsame\n",
      "\(result.text)\(result.errors)")
  }

  @Test func theBenchmarkPrintsLines() throws {
    let result = try shell(
      "segbench shards set --repeats 1 --samples 20 -j 2 > lines; wc -l < lines", in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let text = String(decoding: try readFile(folder.file("lines")), as: UTF8.self)
    for what in [
      "open", "copy from mapped shards (floor)", "read(2) from the page cache", "verify",
      "in place, random", "in place by key, sequential", "members into batches, random",
      "members with checksums, sequential", "arrays into batches, random",
      "stream with checksums",
    ] { #expect(text.contains(#""what":"\#(what)""#), "\(what)") }
  }
}
