import DrawnPets
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

/// What `segpack create` and `segpack merge` are told on the command line.
@Suite struct SegpackCreateTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try writePackingInput(samples: 40, to: folder.file("in.tar"))
  }

  @Test(arguments: [
    ("--store-mask jpeg in.tar", "JPEG would invent class ids"),
    ("--store-mask gif in.tar", "source, png or raw"),
    ("--store jpeg=0 in.tar", "jpeg=0"),
    ("--resize 0x5 in.tar", "--resize: "),
    ("--resize 20..40 in.tar", "every sample gets one size"),
    ("--resize 20x20:p=0.5 in.tar", "every sample gets one size"),
    ("--shard-count 3 < in.tar", "take --samples-per-shard"),
    ("--shard-count 3 --shard-size 1M in.tar", "--shard-count decides alone"),
    ("--shard-count 0 in.tar", "1 to 1000000"),
    ("--samples-per-shard 0 in.tar", "takes 1 or more"),
    ("--seed 3 in.tar", "--seed is for --shuffle"),
    ("--split-by train=0.9 in.tar", "--split-by: the shares add up to 0.9"),
    ("--split-by ../a=0.5,b=0.5 in.tar", "cannot name a folder"),
    ("--part 0/2 in.tar", "--part needs --samples-per-shard or --shard-count"),
    ("--part 2/2 --samples-per-shard 5 in.tar", "parts are counted from 0"),
    ("--part auto --samples-per-shard 5 in.tar", "say --part I/N"),
  ])
  func wrongUseIsRefusedWithOneLine(words: String, says: String) throws {
    let result = try shell("segpack create -o out \(words)", in: folder)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    #expect(try fileStatus(folder.file("out")) == nil)
  }

  /// As if segaug stood before it in the pipe, but for the note of it in `dataset.json`.
  @Test(arguments: ["16x12", "16x12:filter=nearest", "20:filter=area"])
  func resizingIsThatOfSegaug(size: String) throws {
    let result = try shell(
      """
      segaug resize=\(size) in.tar | segpack -q -o piped
      segpack -q -o own --resize \(size) in.tar && diff -r -x log.jsonl -x dataset.json piped own
      segpack verify --deep -q own && segpack -q -o own --resize \(size) in.tar && echo same
      segpack -q -o own in.tar; echo $?
      """, in: folder)
    #expect(result.text == "same\n73\n", "\(result.errors)")
    #expect(result.errors.contains("made with --resize \(size), not no --resize"))
  }

  @Test func splitsAreThoseOfSegls() throws {
    let result = try shell(
      """
      segpack unpack -q -o files in.tar
      for key in $(cd files; ls *.json | sed s/.json//); do
        echo "{\\"key\\":\\"$key\\",\\"image\\":\\"files/$key.png\\"}"
      done > all.jsonl
      segls split all.jsonl --parts train=0.7,val=0.3 --seed 5 > split.jsonl
      segpack -q -o sets all.jsonl --split-by train=0.7,val=0.3 --seed 5 -j 1
      for name in train val; do
        grep "\\"split\\":\\"$name\\"" split.jsonl | segpack -q -o $name -j 3
        diff -r -x log.jsonl -x dataset.json $name sets/$name && echo same
      done
      cat all.jsonl | segpack -q -o piped --split-by train=0.7,val=0.3 --seed 5
      diff -r -x log.jsonl sets piped && echo same
      segpack -o fields split.jsonl --split-by split && diff -r -x log.jsonl val fields/val && echo same
      segpack -o one split.jsonl && ls one | grep -c tar
      """, in: folder)
    #expect(result.text == "same\nsame\nsame\nsame\n1\n", "\(result.errors)")
    #expect(result.errors.contains("carry the splits train, val; --split-by split makes a set"))
  }

  /// A data set as downloaded is packed as if segls stood before it.
  @Test func foldersAreListedAsSeglsListsThem() throws {
    try DrawnPetSet(trainval: 10, test: 4).write(to: folder.file("pets"))
    let result = try shell(
      """
      segls pets -q > all.jsonl
      for order in "" "--shuffle --seed 3" "--shard-count 3"; do
        rm -rf listed own
        segpack -q -o listed all.jsonl in.tar --statistics none $order > /dev/null 2>&1
        segpack -q -o own pets in.tar --statistics none $order > /dev/null 2>&1
        diff -r -x log.jsonl listed own && echo same
      done
      segpack -q -o sets pets --split-by split && ls sets
      rm pets/images/$(ls pets/images | head -1)
      segpack -q -o out pets; echo $?
      segpack -q -o out pets --on-error skip; echo $?
      mkdir empty; segpack -q -o out2 empty; echo $?
      """, in: folder)
    #expect(
      result.text == "same\nsame\nsame\ntest\ntrainval\n65\n1\n65\n", "\(result.errors)")
  }

  @Test func aPipeIsShuffledAndCountedLikeAFile() throws {
    let result = try shell(
      """
      segpack -q -o a in.tar --shuffle --seed 2 --shard-count 6 -j 1
      cat in.tar | segpack -q -o b --shuffle --seed 2 --shard-count 6 -j 3
      diff -r -x log.jsonl a b && ls -A b | grep -c -v -e shard- -e json
      cat in.tar | segpack -o b --shuffle --seed 2 --shard-count 6
      """, in: folder)
    #expect(result.text == "0\n", "\(result.errors)")
    #expect(result.errors.contains("already complete: 40 samples in 6 shards"))
  }

  /// Patterns and commands are inputs of every order too.
  @Test func patternsAndCommandsAreShuffled() throws {
    let result = try shell(
      """
      segpack -q -o set in.tar --samples-per-shard 9
      segpack -q -o a in.tar --shuffle --seed 2
      segpack -q -o b 'set/shard-{000000..000002}.tar' 'pipe:cat set/shard-00000[34].tar' --shuffle --seed 2
      diff -r -x log.jsonl a b && echo same
      segpack -q -o set 'set/*.tar' --shuffle --force; echo $?
      segpack create -o c 'pipe:cat in.tar' --shard-count 2; echo $?
      segpack merge -q 'se[t]' -o d; echo $?
      """, in: folder)
    #expect(result.text == "same\n73\n64\n0\n", "\(result.errors)")
  }

  private static let line =
    "segpack create -q -o parts in.tar --shuffle --seed 1 --part auto --samples-per-shard 3"

  @Test(arguments: [
    "OMPI_COMM_WORLD_RANK=$i OMPI_COMM_WORLD_SIZE=4 SLURM_PROCID=0 SLURM_NTASKS=4",
    "SLURM_PROCID=$i SLURM_NTASKS=4",
    "SLURM_ARRAY_TASK_ID=$i SLURM_ARRAY_TASK_COUNT=4 SLURM_PROCID=0 SLURM_NTASKS=1",
    "SLURM_ARRAY_TASK_ID=$((2 * i + 3)) SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=3 "
      + "SLURM_ARRAY_TASK_STEP=2",
  ])
  func launchersSayWhichPart(environment: String) throws {
    let result = try shell(
      """
      for i in 0 1 2 3; do \(environment) \(Self.line) & done; wait
      segpack merge -q parts/part-* -o merged
      segpack create -q -o whole in.tar --shuffle --seed 1 --samples-per-shard 3
      diff -r -x log.jsonl whole merged && echo same
      """, in: folder)
    #expect(result.text == "same\n", "\(result.errors)")
  }

  @Test(arguments: [
    "SLURM_PROCID=4 SLURM_NTASKS=4", "SLURM_PROCID=x SLURM_NTASKS=4",
    "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1",
    "SLURM_PROCID=1 SLURM_NTASKS=4 SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=2",
  ])
  func launchersThatMakeNoSenseAreRefused(environment: String) throws {
    let result = try shell("\(environment) \(Self.line)", in: folder)
    #expect(result.status == 64)
    #expect(result.errors.contains("say --part I/N"), "\(result.errors)")
  }

  /// The launchers of OpenMPI and Slurm themselves, where they are installed and running.
  @Test(
    .enabled("no mpirun here") { try hasLauncher("mpirun --version") },
    arguments: ["mpirun --allow-run-as-root --oversubscribe -np 4"])
  func mpirunMakesTheParts(launcher: String) throws { try expectParts(from: launcher) }

  @Test(
    .enabled("no Slurm runs here") { try hasLauncher("timeout 5 sinfo") },
    arguments: ["srun -n 4 --overcommit", "sbatch --wait -o /dev/null --array=3-9:2 --wrap"])
  func slurmMakesTheParts(launcher: String) throws { try expectParts(from: launcher) }

  private func expectParts(from launcher: String) throws {
    let isScript = launcher.hasSuffix("--wrap")
    let result = try shell(
      """
      \(launcher) \(isScript ? "'\(Self.line)' > said" : Self.line)
      ls parts
      segpack merge -q parts/part-* -o merged
      segpack create -q -o whole in.tar --shuffle --seed 1 --samples-per-shard 3
      diff -r -x log.jsonl whole merged && echo same
      """, in: folder)
    let parts = (0..<4).map { "part-0000\($0)-of-00004\n" }.joined()
    #expect(result.text == parts + "same\n", "\(result.errors)")
  }

  @Test func mergeSaysWhatIsWrong() throws {
    let result = try shell(
      """
      for i in 0 2; do segpack create -q -o parts in.tar --part $i/3 --samples-per-shard 5; done
      segpack merge parts/part-* -o out; echo $?
      segpack merge none -o out; echo $?
      segpack merge -o out; echo $?
      segpack -q -o a in.tar; segpack merge a a -o out; echo $?
      segpack merge a -o out --name week && ls out/*.tar; echo $?
      """, in: folder)
    #expect(
      result.text == "65\n66\n64\n65\nout/week-000000.tar\n0\n", "\(result.errors)")
    #expect(result.errors.contains("part 1 of 3 missing; repeat the line of each"))
    #expect(result.errors.contains("stands in a/shard-000000.tar too"))
  }

  /// A set is not removed for one that cannot be made.
  @Test func forceWaitsForAnotherSet() throws {
    let folder = try TemporaryFolder()
    try writePackingInput(samples: 6, to: folder.file("in.tar"))
    let result = try shell(
      """
      for s in out a b; do segpack in.tar -o $s -q || exit; done
      segpack merge --force a b -o out; echo $?; segpack verify out -q && echo whole
      segpack create --force 'pipe:false' -o out; echo $?; segpack verify out -q && echo whole
      segpack create --force none.tar -o out; echo $?; segpack verify out -q && echo whole
      """, in: folder)
    #expect(result.text == "65\nwhole\n74\nwhole\n66\nwhole\n", "\(result.errors)")
  }
}

/// Samples of 10240 bytes each in a stream, the pictures compressible and all different.
func writePackingInput(samples: Int, to path: String) throws {
  let file = try AtomicFile(path)
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

/// Whether a launcher answers.
private func hasLauncher(_ line: String) throws -> Bool {
  try shell(line, in: TemporaryFolder()).status == 0
}
