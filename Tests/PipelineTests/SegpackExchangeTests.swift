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
}
