import Foundation
import SegBasics
import SegTestSupport
import Testing

/// Runs of `segpack` that do not come to their end.
@Suite struct SegpackDurabilityTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try writePackingInput(samples: 120, to: folder.file("in.tar"))
  }

  /// Everything under a final name is whole: as the undisturbed run made it.
  private static let check = """
    whole_files() {
      for file in $(cd $2 2> /dev/null && find . -type f ! -name '.*' ! -name log.jsonl); do
        cmp -s $1/$file $2/$file || { echo "half-written: $file"; return 1; }
      done
    }

    """

  /// SIGTERM: one line, the status of the signal, nothing left but whole shards and the journal.
  @Test(arguments: ["TERM", "INT", "HUP"])
  func aSignalEndsTheRunCleanly(signal: String) throws {
    let result = try shell(
      Self.check + """
        line="segpack --samples-per-shard 8 --store png -j 2 -o"
        $line whole -q in.tar
        mkfifo pipe
        # Whoever runs the tests may have blocked signals, and a shell ignores some in the background.
        env --default-signal=\(signal) $line out pipe & pid=$!
        exec 3>pipe
        head -c 500000 in.tar >&3
        for try in {1..6000}; do [ -e out/shard-000002.tar ] && break; sleep 0.01; done
        kill -\(signal) $pid; wait $pid; echo $?
        exec 3>&-
        whole_files whole out; ls -A out | grep -e partial -e lock
        $line out in.tar && diff -r -x log.jsonl whole out && echo same
        """, in: folder)
    let number = ["HUP": 1, "INT": 2, "TERM": 15][signal] ?? 0
    #expect(result.text == "\(128 + number)\nsame\n", "\(result.errors)")
    #expect(
      result.errors.contains(
        "segpack: stopped by a signal; the same line goes on where this one stopped\n"))
    #expect(result.errors.contains("going on after"))
  }

  /// With --force, the old set is there until the new one is complete, and the same line goes on.
  @Test func aKilledReplacementLeavesTheOldSet() throws {
    let result = try shell(
      Self.check + """
        line="segpack -q --samples-per-shard 8 -j 2"
        $line --store png in.tar -o whole
        $line in.tar --name old -o old; cp -r old out; rm out/log.jsonl; cp -r out before
        mkfifo pipe
        $line --store png --force -o out pipe & pid=$!
        exec 3>pipe
        head -c 500000 in.tar >&3
        for try in {1..6000}; do [ -e out/.segpack-new/shard-000002.tar ] && break; sleep 0.01; done
        kill -9 $pid; wait $pid 2> none
        exec 3>&-
        whole_files whole out/.segpack-new
        rm -f out/.segpack-lock; diff -r -x .segpack-new before out && echo old
        segpack verify out; echo $?
        segpack --samples-per-shard 8 -j 2 --store png --force -o out in.tar
        diff -r -x log.jsonl whole out && echo new; ls -A out | grep segpack
        """, in: folder)
    #expect(result.text == "old\n0\nnew\n", "\(result.text)\(result.errors)")
    #expect(result.errors.contains("going on after"))
    #expect(result.errors.contains("out/.segpack-new: left by a run with --force"))
  }

  @Test func aDeadSourceIsNoEndOfTheInput() throws {
    let result = try shell(
      Self.check + """
        line="segpack --samples-per-shard 8 -j 2 -o"
        $line whole -q in.tar
        for bytes in 300000 307200 $((40 * 10240 + 512)) 1024; do
          { head -c $bytes in.tar; kill -9 $BASHPID; } | $line out; echo ${PIPESTATUS[1]}
          whole_files whole out
        done 2> said
        grep -c "last whole sample" said
        $line out in.tar && diff -r -x log.jsonl whole out && echo same
        """, in: folder)
    #expect(result.text == "65\n65\n65\n65\n3\nsame\n", "\(result.errors)")
  }

  /// A file system of two megabytes fills up; with more room the same line goes on.
  @Test(.enabled("nothing can be mounted here") { try canMount() }, arguments: ["", "--shuffle"])
  func aFullDiskIsGoneOnFrom(order: String) throws {
    let result = try shell(
      Self.check + """
        line="segpack --samples-per-shard 8 -j 2 \(order) -o"
        $line whole -q in.tar
        mkdir disk && mount -t tmpfs -o size=800k none disk || exit 9
        $line disk/out -q in.tar; echo $?
        whole_files whole disk/out; ls -A disk/out | grep -e partial -e lock
        $line disk/out -q in.tar; echo $?
        mount -o remount,size=8m disk
        $line disk/out in.tar && diff -r -x log.jsonl whole disk/out && echo same
        umount disk
        """, in: folder)
    #expect(result.text == "74\n74\nsame\n", "\(result.errors)")
    #expect(result.errors.contains("cannot write: No space left on device"))
    #expect(result.errors.contains("going on after"))
  }

  @Test(.enabled("nothing can be mounted here") { try canMount() })
  func mergingGoesOnFromAFullDisk() throws {
    let result = try shell(
      Self.check + """
        segpack --samples-per-shard 8 -o whole -q in.tar
        for i in 0 1 2; do segpack create -q --samples-per-shard 8 -o parts in.tar --part $i/3; done
        mkdir disk && mount -t tmpfs -o size=800k none disk || exit 9
        segpack merge parts/part-* -o disk/out; echo $?
        whole_files whole disk/out; ls -A disk/out | grep -e partial -e lock
        segpack list disk/out; echo $?
        mount -o remount,size=8m disk
        segpack merge -q parts/part-* -o disk/out && diff -r -x log.jsonl whole disk/out && echo same
        umount disk
        """, in: folder)
    #expect(result.text == "74\n65\nsame\n", "\(result.errors)")
    #expect(result.errors.contains("cannot write: No space left on device"))
  }

  @Test func aSecondWriterIsKeptOutOfMergesToo() throws {
    let result = try shell(
      """
      segpack -q -o a in.tar
      mkfifo pipe; segpack -q -o out < pipe & exec 3> pipe
      until [ -e out/.segpack-lock ]; do sleep 0.05; done
      segpack merge a -o out; echo $?
      cat in.tar >&3; exec 3>&-; wait
      """, in: folder)
    #expect(result.text == "73\n", "\(result.errors)")
    #expect(result.errors.contains("another segpack writes to this folder"))
  }

  /// One way to make a set, killed again and again.
  struct Way: CustomTestStringConvertible, Sendable {
    let name: String
    let line: String
    let kills: Int
    var testDescription: String { name }
  }

  private static let ways = [
    Way(
      name: "create",
      line: "segpack -q --samples-per-shard 4 --store encoded -j 2 in.tar -o", kills: 40),
    Way(
      name: "create --shuffle",
      line: "segpack -q --samples-per-shard 4 --store png -j 2 in.tar --shuffle --seed 3 -o",
      kills: 35),
    Way(
      name: "create --shuffle of a pipe",
      line: "segpack -q --samples-per-shard 4 -j 2 --shuffle --seed 3 <(cat in.tar) -o", kills: 30),
    Way(
      name: "create --split-by",
      line: "segpack -q --samples-per-shard 4 -j 2 in.tar --split-by a=0.4,b=0.6 -o", kills: 30),
    Way(name: "merge", line: "segpack merge -q parts/part-* -o", kills: 20),
    Way(name: "merge --copy", line: "segpack merge --copy -q parts/part-* -o", kills: 25),
    Way(
      name: "repack",
      line: "segpack repack -q packed --samples-per-shard 3 --store png -j 2 -o", kills: 20),
  ]

  /// Two hundred kills at random moments; takes minutes, so only with SEGKIT_LONG=1.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["SEGKIT_LONG"] == "1"), arguments: ways)
  func killedAgainAndAgain(way: Way) throws {
    let setUp = """
      for i in 0 1 2; do segpack create -q --samples-per-shard 4 -o parts in.tar --part $i/3; done
      segpack -q --samples-per-shard 5 -o packed in.tar
      """
    #expect(try shell(setUp, in: folder).status == 0)
    var status: Int32 = 1
    let time = try ContinuousClock().measure {
      status = try shell("\(way.line) whole", in: folder).status
    }
    #expect(status == 0)
    var random = RandomStream(seed: fnv1a64(way.name.utf8))
    var interrupted = 0
    for number in 0..<way.kills {
      let seconds = random.uniform(0, 1.1 * (time / .seconds(1)))
      let result = try shell(
        Self.check + """
          \(way.line) out & pid=$!
          sleep \(seconds)
          kill -9 $pid 2>/dev/null; wait $pid
          find out -name .segpack-journal.jsonl 2> /dev/null | head -1
          whole_files whole out || exit 8
          \(way.line) out || exit 9
          diff -r -x log.jsonl whole out || exit 10
          find out -name '*.partial' -o -name '*lock' -o -name '.segpack*' | grep . && exit 11
          rm -r out
          """, in: folder)
      #expect(
        result.status == 0,
        "kill \(number) after \(seconds) s: \(result.status) \(result.text)\(result.errors)")
      if result.text.contains("journal") { interrupted += 1 }
    }
    print("\(way.name): \(way.kills) kills, \(interrupted) of them while the set was being made")
  }
}

/// Whether this process may mount file systems.
private func canMount() throws -> Bool {
  try shell(
    "mkdir m && mount -t tmpfs -o size=64k none m && umount m", in: TemporaryFolder()
  ).status == 0
}
