import DrawnPets
import Foundation
import SegBasics
import SegTestSupport
import Testing

/// The folder of a run: killed, locked, damaged, resumed, thrown away.
@Suite(.serialized) struct SegfitRunTests {
  private static let train =
    "segfit train train.jsonl --validate val.jsonl --augment 'resize=16x16 hflip' --batch 3 -q"

  /// Pets, their manifests, and `run` with a whole epoch.
  fileprivate static let base: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    try DrawnPetSet(trainval: 5, test: 2, hasOddities: false).write(to: folder.file("pets"))
    let made = try shell(
      """
      segls pets --split trainval > train.jsonl && segls pets --split test > val.jsonl &&
        \(train) --epochs 1 -o run && \(train) --epochs 2 -o run2
      """, in: folder)
    #expect(made.status == 0, "\(made.errors)")
    // What is static is never let go of.
    atexit {
      try? FileManager.default.removeItem(atPath: (try? SegfitRunTests.base.get().path) ?? "")
    }
    return folder
  }

  /// A folder that has everything of the base by link.
  ///
  /// - Parameter run: Whether `run` is a copy of the base's, and not made of links, for large files
  ///   take long to copy.
  private func folder(copies run: Bool = false) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let base = try Self.base.get()
    let made = try shell(
      """
      for name in pets train.jsonl val.jsonl; do ln -s \(base.path)/$name; done
      ln -s \(base.path)/run whole1; ln -s \(base.path)/run2 whole2
      cp \(run ? "-r" : "-rs") \(base.path)/run run
      """, in: folder)
    #expect(made.status == 0, "\(made.errors)")
    return folder
  }

  /// Operations of a file train as the same ones on the line do, and are checked like them.
  @Test func aPolicyFileIsTheLine() throws {
    let folder = try folder()
    let result = try shell(
      """
      segaug describe resize=16x16 hflip > p.yaml
      segfit train train.jsonl --validate val.jsonl --policy p.yaml --batch 3 -q --epochs 1 -o filed &&
        cmp filed/model.safetensors run/model.safetensors || exit
      echo 'version: 9' > bad.yaml
      segfit train train.jsonl --policy bad.yaml -o other; echo $?
      """, in: folder)
    #expect(result.text == "65\n", "\(result.errors)")
    #expect(result.errors.contains("bad.yaml"), "\(result.errors)")
  }

  private func expectSame(_ folder: TemporaryFolder, epochs: Int) throws {
    let same = try shell(
      """
      for name in model.safetensors checkpoint.safetensors sheets/epoch-00\(epochs).png; do
        cmp run/$name whole\(epochs)/$name || exit
      done
      [ $(wc -l < run/metrics.jsonl) = \(epochs) ] && [ $(wc -l < run/metrics.csv) = \(epochs + 1) ]
      find run -name '.*' -type f
      """, in: folder)
    #expect(same.status == 0, "\(same.text) \(same.errors)")
    #expect(same.text.isEmpty, "\(same.text)")
  }

  /// What a run leaves that is killed before its first checkpoint.
  @Test(arguments: [
    "rm -r run; mkdir run; touch run/.segfit-lock run/.run.json.5.partial",
    "rm run/checkpoint.safetensors run/training.png; touch run/.checkpoint.safetensors.5.partial",
  ])
  func begunAgain(state: String) throws {
    let folder = try folder(copies: true)
    let result = try shell("\(state); \(Self.train) --epochs 1 -o run", in: folder)
    #expect(result.status == 0, "\(result.errors)")
    try expectSame(folder, epochs: 1)
  }

  /// The model of one epoch, whose checkpoint was removed, is not thrown away.
  @Test func aModelWithoutACheckpointIsKept() throws {
    let result = try shell(
      """
      rm run/checkpoint.safetensors; \(Self.train) --epochs 1 -o run; echo $?
      \(Self.train) --lr 0.1 -o run; echo $?; cmp run/model.safetensors whole1/model.safetensors
      """, in: try folder())
    #expect(result.text == "73\n73\n", "\(result.text)")
    #expect(result.errors.contains("no checkpoint.safetensors to go on from"))
  }

  /// The rest of the samples are those that the run was begun with.
  @Test func badSamplesAreLeftOut() throws {
    let result = try shell(
      """
      (head -1 train.jsonl | sed 's/"key":"/&x/; s/[^"]*[.]jpg/none.jpg/'; cat train.jsonl) > new
      mv -f new train.jsonl; \(Self.train) --epochs 1 -o run; echo $?
      \(Self.train) --epochs 1 --on-error skip -o run; echo $?
      """, in: try folder())
    #expect(result.text == "66\n1\n", "\(result.errors)")
    #expect(result.errors.hasSuffix("segfit: 1 sample was left out\n"), "\(result.errors)")
  }

  /// A signal comes while more samples are awaited, and then the input ends.
  @Test(arguments: ["eval run -", "predict run - -o out", "train - -o new"])
  func aSignalIsNoEndOfTheInput(line: String) throws {
    let result = try shell(
      """
      mkfifo input; segfit \(line) -q < input > scores & exec 3> input
      head -1 val.jsonl >&3
      # Until SIGTERM, the 15th bit, is among the signals that are caught.
      until grep -q '^SigCgt.*[4-7c-f]...$' /proc/$!/status; do sleep 0.05; done
      sleep 1; kill -TERM $!; sleep 0.2; exec 3>&-
      wait $!; echo $?; cat scores; ls -A new out 2> /dev/null
      """, in: try folder())
    #expect(result.text == "143\n", "\(result.text) \(result.errors)")
    #expect(result.errors.hasPrefix("segfit: stopped"), "\(result.errors)")
  }

  /// What a run leaves that is killed in its second epoch.
  @Test(arguments: [
    """
    echo '{"epoch":2,"lr":9' >> run/metrics.jsonl; touch run/sheets/.epoch-002.png.1.partial
    rm run/model.safetensors run/training.png
    """,
    "cp whole2/model.safetensors whole2/metrics.* run; cp whole2/sheets/* run/sheets",
  ])
  func goesOn(state: String) throws {
    let folder = try folder(copies: true)
    let result = try shell("\(state); \(Self.train) --epochs 2 -o run", in: folder)
    #expect(result.status == 0, "\(result.errors)")
    try expectSame(folder, epochs: 2)
  }

  @Test func reallyKilled() throws {
    let folder = try folder()
    let result = try shell(
      """
      rm -r run
      for moment in 0.2 0.7 1.3 2 3; do
        \(Self.train) --epochs 2 -o run & sleep $moment; kill -KILL $!; wait $!; echo $?
      done
      \(Self.train) --epochs 2 -o run
      """, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let statuses = result.text.split(separator: "\n")
    #expect(
      statuses.contains("137") && statuses.allSatisfy { ["137", "0"].contains($0) }, "\(statuses)")
    try expectSame(folder, epochs: 2)
  }

  /// The first of two runs waits for its input; two signals end it at once.
  @Test func oneRunAtATime() throws {
    let folder = try folder()
    let result = try shell(
      """
      mkfifo input; exec 3<>input
      segfit train - -o busy <&3 & first=$!
      while [ ! -e busy/.segfit-lock ]; do sleep 0.05; done
      \(Self.train) -o busy; echo second $?
      \(Self.train) --restart -o busy; echo third $?
      kill -TERM $first; sleep 0.5; kill -0 $first && echo waiting; kill -TERM $first
      wait $first; echo first $?; ls -A busy
      """, in: folder)
    #expect(result.text == "second 73\nthird 73\nwaiting\nfirst 143\n")
    #expect(result.errors.contains("segfit: busy: another segfit train writes to this folder\n"))
  }

  @Test func resumesWithMoreEpochsAndNothingElse() throws {
    let folder = try folder(copies: true)
    let refused = try shell(
      "segfit train --resume --batch 4 --epochs 2 -q -o run; echo $?", in: folder)
    #expect(refused.text == "64\n")
    #expect(refused.errors.contains("--batch was 3, not 4"))
    #expect(refused.errors.split(separator: "\n").count == 1)
    let others = try shell(
      "segfit train other.jsonl --resume --augment hflip --model segnet -q -o run", in: folder)
    #expect(others.errors.contains("the training input was train.jsonl, not other.jsonl"))
    #expect(others.errors.contains("--augment was resize=16x16 hflip, not hflip"))
    #expect(!others.errors.contains("--model"))
    let more = try shell(
      "segfit train --resume --epochs 2 --batch 3 --lr 0.001 --validate val.jsonl -q -o run",
      in: folder)
    #expect(more.status == 0, "\(more.errors)")
    try expectSame(folder, epochs: 2)
  }

  @Test func resumesARunWithoutAWholeEpoch() throws {
    let folder = try folder()
    let result = try shell(
      "cp -r whole1/run.json new; rm -r run/*; mv new run/run.json; ls run; segfit train --resume -q -o run",
      in: folder)
    #expect(result.status == 0 && result.text == "run.json\n", "\(result.text) \(result.errors)")
    try expectSame(folder, epochs: 1)
  }

  @Test func otherValidationSamplesAreRefused() throws {
    let folder = try folder()
    let result = try shell(
      "tac val.jsonl > new; mv -f new val.jsonl; \(Self.train) --epochs 2 -o run", in: folder)
    #expect(result.status == SegBasics.ExitStatus.cannotCreate.rawValue)
    #expect(result.errors.contains("the validation samples were others"))
  }

  @Test func restartThrowsADamagedRunAway() throws {
    let folder = try folder(copies: true)
    let damaged = try shell(
      """
      head -c 99 whole1/run.json > run/run.json; head -c 999 whole1/model.safetensors > m
      mv m run/model.safetensors; touch run/notes
      \(Self.train) --epochs 1 -o run
      """, in: folder)
    #expect(damaged.status == SegBasics.ExitStatus.badData.rawValue)
    #expect(damaged.errors.contains("run/run.json: JSON: "))
    #expect(damaged.errors.hasSuffix("; --restart begins the run anew\n"))
    let again = try shell("\(Self.train) --epochs 1 --restart -o run && ls run/notes", in: folder)
    #expect(again.status == 0, "\(again.errors)")
    try expectSame(folder, epochs: 1)
    let foreign = try shell(
      """
      mkdir foreign; echo '{"format":"mine"}' > foreign/run.json; echo weights > foreign/model.safetensors
      \(Self.train) --restart -o foreign; echo $?; cat foreign/*; ls -A foreign
      """, in: folder)
    #expect(foreign.text == "73\nweights\n{\"format\":\"mine\"}\nmodel.safetensors\nrun.json\n")
    #expect(foreign.errors.contains("but no run"))
  }

  /// Files from outside that trapped, or were answered with the status of a wrong line.
  @Test(arguments: [
    ("run.json", "s/\"batch\":3/\"class_count\":-3,\"batch\":3/", "train --resume -o run"),
    ("run.json", "s/step:every=7/cosine:every=7/", "train --resume -o run"),
    (
      "checkpoint.safetensors", "s/\"segkit.step\":\"2\"/\"segkit.step\":\"9\"/",
      "train --resume --epochs 2 -o run"
    ),
    ("model.safetensors", "s/\"segnet\"/\"segnot\"/", "eval run val.jsonl"),
    ("model.safetensors", "s/\"resize=16x16\"/\"resizd=16x16\"/", "predict run pets/images -o out"),
  ])
  func damagedFiles(name: String, edit: String, line: String) throws {
    let folder = try folder()
    let result = try shell(
      "sed -i '\(edit)' run/\(name); cmp -s run/\(name) whole1/\(name) && echo same; segfit \(line)",
      in: folder)
    #expect(result.text.isEmpty)
    #expect(result.status == SegBasics.ExitStatus.badData.rawValue, "\(result.errors)")
    #expect(result.errors.contains("segfit: run/\(name): "), "\(result.errors)")
  }

  @Test func sizesAreComparedBeforeTraining() throws {
    let folder = try folder()
    let train = try shell("segfit train train.jsonl -q -o new/run; echo $?; ls new", in: folder)
    #expect(train.text == "65\n")
    #expect(train.errors.contains("bring all to one size, such as with --augment resize="))
    let validation = try shell(
      """
      segaug resize=16x16 < train.jsonl > train.tar && segaug resize=32x16 < val.jsonl > val.tar
      segfit train train.tar --validate val.tar -q -o new
      """, in: folder)
    #expect(validation.status == SegBasics.ExitStatus.badData.rawValue)
    #expect(validation.errors.contains("val.tar: sample "))
    #expect(validation.errors.contains("has 32x16 pixels where those before have 16x16"))
  }
}
