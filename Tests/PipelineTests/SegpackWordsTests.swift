import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

/// What `segpack cat` and `select` say of words and samples they leave out.
@Suite struct SegpackWordsTests {
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

  /// What is left out is said, unless nobody wants to hear.
  @Test(arguments: [
    ("--shuffle --part 1/3", "1 of 40 samples is left out of epoch 0"),
    ("--part 2/7 --start 2:3", "2 of the 37 samples left are left out of epoch 2"),
    ("--part 40/41", "40 of 40 samples are left out of epoch 0"),
    ("--start 0:41", "nothing is left of epoch 0: it has 40 samples"),
    ("--start 2:999999 --part 0/2", "nothing is left of epoch 2: it has 40 samples"),
  ])
  func whatAnEpochLeavesOutIsSaid(words: String, says: String) throws {
    let result = try shell(
      "segpack cat set \(words) > a && segpack cat -q set \(words) | cmp - a", in: folder)
    #expect(result.status == 0)
    #expect(result.errors.contains(says), "\(result.errors)")
    // The other line says where the next epoch starts.
    #expect(result.errors.split(separator: "\n").count == 2, "\(result.errors)")
    let whole = try shell(
      "segpack cat set --part 1/4 > a; segpack cat set --part 1/3 --tail wrap > a", in: folder)
    #expect(
      whole.errors.split(separator: "\n").allSatisfy { $0.hasSuffix("--start 1:0 goes on") },
      "\(whole.errors)")
  }

  @Test func aChoiceOfNothingIsAnErrorWhereverItGoes() throws {
    let result = try shell(
      """
      segpack select set --split val > out; echo $?; wc -c < out
      segpack select - --split val < in.tar > out; echo $?; wc -c < out
      segpack select set --split val -o none; echo $?
      segpack select set --filter k1 | tar tf - | grep -c json
      """, in: folder)
    #expect(result.text == "65\n0\n65\n0\n65\n1\n", "\(result.errors)")
    #expect(
      result.errors.split(separator: "\n").count { $0.contains("no sample passes") } == 3,
      "\(result.errors)")
  }

  /// A word is looked at before the first byte is written.
  @Test func catKnowsItsWordsBeforeItWrites() throws {
    let result = try shell(
      """
      echo text > k3; mkdir empty; echo '{"key":"a","image":"a.png"}' > list.jsonl
      segpack cat set k3 k1 | tar tf - | grep json
      for words in "set set2/*.tar" "set empty" "set list.jsonl" "set none" "set k1 none"; do
        segpack cat $words > out; echo $? $(wc -c < out)
      done
      for words in "k1 k1" "k1 k2 k1"; do segpack cat set $words > out; echo $? $(wc -c < out); done
      printf 'k1\nk2\nk1\n' | segpack cat set --keys - > out; echo $? $(wc -c < out)
      """, in: folder)
    #expect(
      result.text
        == "k3.json\nk1.json\n66 0\n65 0\n65 0\n66 0\n66 0\n64 0\n64 0\n64 0\n",
      "\(result.errors)")
    #expect(result.errors.contains("key k1 is asked for twice"))
  }
}
