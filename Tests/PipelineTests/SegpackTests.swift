import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

/// The real `segpack`, from a shell.
@Suite struct SegpackTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try writeStream(samples: 60, to: "in.tar")
  }

  private func writeStream(samples: Int, to name: String) throws {
    let file = try AtomicFile(folder.file(name))
    var writer = SampleStreamWriter(file)
    for number in 0..<samples {
      let image = Raster<UInt8>(
        height: 48, width: 40, channels: 3,
        values: (0..<5760).map { UInt8(truncatingIfNeeded: $0 &* (number + 3)) })
      let labels = Raster<UInt8>(height: 48, width: 40, channels: 1, filledWith: UInt8(number % 3))
      let sample = Sample(
        key: "k\(number)", image: .pixels(.uint8(image)), labelMap: .indices(.uint8(labels)),
        metadata: SampleMetadata(classes: .petClasses))
      try writer.add(sample.members())
    }
    try writer.finish()
    try file.commit()
  }

  /// Killed when a shard has just appeared, then run again: the same bytes as a run nobody disturbed.
  ///
  /// The input comes through a pipe that stays open, so that the run cannot end before it is killed.
  @Test(arguments: [0, 1, 2, 5, 8])
  func killedWhenAShardAppears(shard: Int) throws {
    // A sample takes 10240 bytes; 16 are read at a time, and the one after tells that a sample is whole.
    let bytes = 10240 * (16 * ((4 * shard + 4) / 16 + 1) + 1) + 700 * shard
    let result = try shell(
      """
      line="segpack --shard-samples 4 --store encoded -j 2 -o"
      $line whole -q in.tar
      mkfifo pipe
      $line out -q pipe & pid=$!
      exec 3>pipe
      head -c \(bytes) in.tar >&3
      for try in {1..6000}; do [ -e out/shard-00000\(shard).tar ] && break; sleep 0.01; done
      kill -9 $pid; wait $pid
      exec 3>&-
      [ -e out/dataset.json ] && exit 8
      $line out in.tar || exit 9
      diff -r -x log.jsonl whole out
      """, in: folder)
    #expect(result.status == 0, "\(result.text)\(result.errors)")
    #expect(
      shard < 1 || result.errors.contains("going on after"), "nothing was kept: \(result.errors)")
  }

  /// Killed whenever; many of the moments lie within the run on any machine.
  @Test func killedAtAnyMomentAndRunAgain() throws {
    let line = "segpack --shard-samples 4 --store encoded -j 2 -o"
    let clock = ContinuousClock()
    var status: Int32 = 1
    let time = try clock.measure {
      status = try shell("\(line) whole -q in.tar", in: folder).status
    }
    #expect(status == 0)
    var random = RandomStream(seed: 7)
    for number in 0..<8 {
      let seconds = random.uniform(0, time / .seconds(1))
      let result = try shell(
        """
        \(line) out\(number) -q in.tar & pid=$!
        sleep \(seconds)
        kill -9 $pid 2>/dev/null; wait $pid
        \(line) out\(number) in.tar || exit 9
        diff -r -x log.jsonl whole out\(number)
        """, in: folder)
      #expect(result.status == 0, "killed after \(seconds) s: \(result.text)\(result.errors)")
    }
  }

  @Test func catTakesStreamsAndStandardInput() throws {
    let result = try shell(
      """
      segpack -q -o out --shard-samples 7 in.tar
      segpack cat < in.tar | cmp - in.tar && echo same
      segpack cat - < in.tar | cmp - in.tar && echo same
      cat in.tar | segpack cat - k20 k3 | tar tf - | grep json
      segpack cat out <(cat in.tar) k7 | tar tf - | grep json
      cat in.tar | segpack cat - nokey > none; echo $?
      """, in: folder)
    #expect(result.text == "same\nsame\nk20.json\nk3.json\nk7.json\n66\n", "\(result.errors)")
  }

  /// Containers may have no pseudo-terminals to try it on.
  @Test(.enabled("no pseudo-terminals here") { try hasPseudoTerminals() })
  func catRefusesTerminals() throws {
    let result = try shell(
      """
      segpack -q -o out in.tar
      script -qec "segpack cat out" /dev/null < /dev/null > said; echo $?
      grep -c "not for a terminal" said
      """, in: folder)
    #expect(result.text == "64\n1\n", "\(result.errors)")
  }

  @Test func catRefusesManifestsAndTwoClassTables() throws {
    let result = try shell(
      """
      echo '{"key":"a","image":"a.png"}' | segpack cat - > none; echo $?
      mkdir x && cd x && tar xf ../in.tar && sed -i 's,oxford-pet/classes,oxford-pet/binary,' *.json
      tar cf ../other.tar k1.* && cd ..
      segpack cat in.tar other.tar > none; echo $?
      """, in: folder)
    #expect(result.text == "65\n65\n", "\(result.errors)")
    #expect(result.errors.contains("one run takes one table"))
  }

  @Test func otherSettingsAreRefusedUnlessForced() throws {
    let result = try shell(
      """
      head -c 200000 in.tar | segpack -q -o out/ --shard-samples 4
      segpack -q -o out/ --shard-samples 4 --store raw in.tar; echo $?
      segpack -q -o out/ --shard-samples 4 --store raw --force in.tar; echo $?
      segpack -q -o out/ --shard-samples 4 in.tar; echo $?
      segpack verify -q --deep out/; echo $?
      """, in: folder)
    #expect(result.text == "73\n0\n73\n0\n", "\(result.errors)")
    #expect(
      result.errors.contains("had --store source, not --store raw; repeat its line, or --force"))
    #expect(!result.errors.contains("//"))
  }

  @Test func twoRunsIntoOneFolder() throws {
    let result = try shell(
      """
      mkfifo pipe; segpack -q -o out --shard-samples 4 < pipe & exec 3> pipe
      until [ -e out/.segpack-lock ]; do sleep 0.05; done
      segpack -o out --shard-samples 4 in.tar; status=$?
      cat in.tar >&3; exec 3>&-
      wait; exit $status
      """, in: folder)
    #expect(result.status == 73)
    #expect(result.errors.contains("another segpack writes to this folder"))
  }

  @Test func aCutOffStreamNamesTheLastWholeSample() throws {
    // A sample takes 512 + 6144 bytes of picture, 1024 of metadata, 512 + 2048 of labels.
    let result = try shell("head -c 35000 in.tar | segpack -o out", in: folder)
    #expect(result.status == 65)
    #expect(result.errors.contains("the last whole sample is k2"), "\(result.errors)")
    #expect(try namesInFolder(folder.file("out")).isEmpty)
  }

  @Test func fullDisk() throws {
    let result = try shell(
      "trap '' XFSZ; ulimit -f 40; segpack -o out --shard-samples 5 in.tar", in: folder)
    #expect(result.status == 74, "\(result.errors)")
    let names = try namesInFolder(folder.file("out"))
    #expect(names.isEmpty)
    #expect(try shell("segpack -o out --shard-samples 5 in.tar", in: folder).status == 0)
    #expect(try shell("segpack verify --deep out", in: folder).status == 0)
  }

  @Test(arguments: [
    ("segpack -o /proc/none in.tar", 73), ("segpack -o out none.tar", 66),
    ("segpack -o out --shard-samples 0 in.tar", 64), ("segpack -o out --name a/b in.tar", 64),
    ("segpack in.tar", 64), ("segpack verify none", 66), ("segpack -o out < /dev/null", 65),
    ("echo '{\"key\":\"a\",\"image\":\"none.jpg\"}' | segpack -o out", 66),
    ("echo '{\"key\":\"a\",\"image\":\"none.jpg\"}' | segpack -o out --on-error skip", 65),
    ("segpack -q -o out in.tar && segpack cat out | head -c 1000 > /dev/null", 0),
    ("segpack -q -o out in.tar && segpack cat out k7 nokey", 66),
  ])
  func statuses(line: String, status: Int32) throws {
    let result = try shell(line, in: folder)
    #expect(result.status == status, "\(line): \(result.errors)")
  }

  @Test func listAndCatFindSamplesByKey() throws {
    let result = try shell(
      """
      segpack -q -o out --shard-samples 7 in.tar
      segpack list out | sed -n 9p
      printf 'k59\\nk3\\n' > keys
      segpack cat out k20 --keys keys | tar tf - | grep json
      segpack cat out | cmp - in.tar && echo same
      cat out/*.tar | segpack -q -o again --shard-samples 7 && diff -rq -x log.jsonl out again
      """, in: folder)
    #expect(
      result.text == """
        k8\tout/shard-000001.tar\t10752\t7993\timage.npy,json,mask.npy
        k20.json
        k59.json
        k3.json
        same

        """)
    #expect(result.status == 0)
  }

  @Test func leftOutSamplesAreKeptAside() throws {
    let result = try shell(
      """
      { segpack -q -o one in.tar; segpack cat in.tar k1 k2; } > two.tar
      cat in.tar two.tar | segpack -o out --on-error quarantine=aside; echo $?
      tar tf aside/quarantine.tar | grep json
      """, in: folder)
    #expect(result.text == "1\nk1.json\nk2.json\n")
    #expect(result.errors.contains("key k1 stands twice: standard input: sample 2, and "))
  }
}

/// Whether a program can be given a terminal; some containers have none to give.
private func hasPseudoTerminals() throws -> Bool {
  try shell("script -qec true /dev/null < /dev/null > said", in: TemporaryFolder()).status == 0
}
