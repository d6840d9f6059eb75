import DrawnPets
import SegTestSupport
import Testing

/// `segpack export` and `segpack import`, from a shell.
@Suite struct SegpackExchangeTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try DrawnPetSet(trainval: 6, test: 3).write(to: folder.file("pets"))
    _ = try shell("segls pets -q > pets.jsonl; segpack -q -o set pets.jsonl", in: folder)
  }

  @Test(arguments: ["tfrecord", "mds", "voc", "coco", "npz"])
  func aSetComesBack(format: String) throws {
    let result = try shell(
      """
      line="segpack export --to \(format) set -o out -q \(format == "mds" ? "--store png" : "")"
      $line -j 3 || exit 1
      segpack import --from \(format) out -q -o back || exit 2
      segpack verify -q --deep back || exit 3
      segpack import --from \(format) out -q -j 2 | segpack list /dev/stdin | wc -l
      for what in class ignore split width height; do
        segpack stats set | grep "^$what" > a; segpack stats back | grep "^$what" | cmp - a || exit 4
      done
      $line || exit 5
      """, in: folder)
    #expect(result.status == 0, "\(result.text)\(result.errors)")
    #expect(result.text == "9\n", "\(result.text)\(result.errors)")
  }

  /// Pictures and label maps of files are the same bytes.
  @Test func manifestsAreExported() throws {
    let result = try shell(
      """
      segpack export --to voc pets.jsonl -o out -q
      for key in $(cut -d '"' -f 4 pets.jsonl); do
        # Some are another format under the name of JPEG, as in the real data set.
        cmp -s pets/images/$key.jpg out/JPEGImages/$key.jpg && continue
        file="$(head -c 3 pets/images/$key.jpg | od -An -tx1)"
        [ "$file" != " ff d8 ff" ] || exit 1
        [ "$(head -c 3 out/JPEGImages/$key.jpg | od -An -tx1)" = " ff d8 ff" ] || exit 2
      done
      cat out/ImageSets/Segmentation/*.txt | sort > a
      cut -d '"' -f 4 pets.jsonl | sort | cmp - a
      """, in: folder)
    #expect(result.status == 0, "\(result.text)\(result.errors)")
  }

  @Test(arguments: [
    ("segpack export --to npz none -o out", 66), ("segpack export --to zarr set -o out", 64),
    ("segpack export --to npz set -o out --store png", 64),
    ("segpack export --to voc set -o out --store raw", 64),
    ("segpack export --to voc set -o /proc/none", 73),
    ("segpack export --to mds set -o out", 65),
    ("echo hello > out; segpack export --to tfrecord set -o out", 73),
    ("segpack import --from voc none", 66), ("segpack import --from voc set", 66),
    ("segpack import --from mds set", 65), ("segpack import --from coco pets.jsonl", 65),
    ("segpack import --from coco set --classes oxford-pet/binary", 64),
    ("segpack export --to voc set -q -o v; rm v/classes.json; segpack import --from voc v -q", 0),
    (
      "segpack export --to voc set -q -o v; echo x > v/classes.json; segpack import --from voc v",
      65
    ),
    ("segpack export --to npz set -q -o n; segpack import --from npz n | head -c 100 > x", 0),
  ])
  func statuses(line: String, status: Int32) throws {
    let result = try shell("(\(line)) > out.tar", in: folder)
    #expect(result.status == status, "\(line): \(result.errors)")
  }

  @Test func samplesThatCannotBeReadAreLeftOut() throws {
    let result = try shell(
      """
      segpack export --to npz set -q -o out
      first=$(ls out | head -1); echo broken > out/$first
      segpack import --from npz out > a.tar; echo $?
      rm pets/images/$(basename $first .npz).jpg
      segpack export --to npz pets.jsonl -q -o again --on-error skip; echo $?
      ls again | wc -l
      """, in: folder)
    #expect(result.text == "65\n1\n8\n", "\(result.errors)")
    #expect(result.errors.contains("NPZ: damaged: no ZIP archive"))
  }

  /// Files that hide would be passed over by what reads a folder of them.
  @Test func keysWithDotsBeforeThemComeBack() throws {
    let result = try shell(
      """
      : > dots.jsonl
      for key in .hid ..hidden a/.b .c/d %2Ehid %252E plain; do
        head -1 pets.jsonl | sed "s|\\"key\\":\\"[^\\"]*|\\"key\\":\\"$key|" >> dots.jsonl
      done
      segpack export -q --to npz dots.jsonl -o out
      find out -name '*.npz' | grep -c '/[.]'
      segpack import -q --from npz out -o back; segpack list back | cut -f 1 | sort > a
      cut -d '"' -f 4 dots.jsonl | sort | cmp - a && echo all
      """, in: folder)
    #expect(result.text == "0\nall\n", "\(result.errors)")
  }

  @Test(arguments: [
    "export --to npz set -o set", "export --to voc set/shard-000000.tar -o ./set/",
    "export --to mds set -o other --store png --force", "unpack set -o set --force",
    "unpack - -o other < set/shard-000000.tar", "export --to npz files -o files",
    "unpack files -o files/.", "export --to npz pets.jsonl -o broken",
  ])
  func noFileGoesIntoAShardSet(words: String) throws {
    let result = try shell(
      """
      cp -r set other; cp -r set broken; : > broken/.segpack-journal.jsonl
      segpack unpack -q set -o files
      find . -type f | grep -v before | sort > before
      segpack \(words); echo $?
      find . -type f | grep -v before | sort | cmp - before && echo untouched
      """, in: folder)
    #expect(result.text == "73\nuntouched\n", "\(result.errors)")
    #expect(result.errors.contains("choose another folder"), "\(result.errors)")
  }

  /// Besides, a folder may hold what it likes.
  @Test func filesGoBesideAShard() throws {
    let result = try shell(
      """
      mkdir here; cp set/shard-000000.tar here/a.tar; cp -r set here/set; cd here
      segpack unpack -q a.tar -o . && segpack export -q --to voc set -o . && ls
      """, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.contains("JPEGImages"))
  }

  @Test func keysThatNoFormatHoldsAreNamed() throws {
    let long = String(repeating: "x", count: 300)
    let result = try shell(
      """
      line() { head -1 pets.jsonl | sed "s|\\"key\\":\\"[^\\"]*|\\"key\\":\\"$1|"; }
      (line 'a\\\\nb'; sed -n 2p pets.jsonl) > break.jsonl
      segpack export -q --to voc break.jsonl -o voc; echo $?
      (sed -n 2p pets.jsonl; line \(long)) > long.jsonl; segpack -q -o longset long.jsonl; echo $?
      segpack unpack longset -o unpacked; echo $?
      segpack unpack longset -o skipped --on-error skip; echo $?; ls skipped | wc -l
      segpack export -q --to npz longset -o npz; echo $?
      """, in: folder)
    #expect(result.text == "65\n0\n65\n1\n3\n65\n", "\(result.errors)")
    #expect(result.errors.contains("holds a line break"), "\(result.errors)")
    #expect(
      result.errors.split(separator: "\n").count {
        $0.contains("a file name of") && $0.contains("sample " + long)
      } >= 3, "\(result.errors)")
  }
}
