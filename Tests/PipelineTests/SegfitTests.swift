import DrawnPets
import Foundation
import SegBasics
import SegImaging
import SegTestSupport
import Testing

/// The real command on drawn pets, from pictures to a model and back to label maps.
@Suite(.serialized) struct SegfitTests {
  private static let recipe =
    "--augment 'resize=32x32:filter=nearest-exact hflip jitter:contrast=0.3' --batch 3 --seed 4 -q"

  /// `train.jsonl` with 5 samples and `val.jsonl` with 2.
  private func drawPets(in folder: TemporaryFolder) throws {
    try DrawnPetSet(trainval: 5, test: 2, hasOddities: false).write(to: folder.file("pets"))
    let result = try shell(
      "segls pets --split trainval > train.jsonl && segls pets --split test > val.jsonl",
      in: folder)
    #expect(result.status == 0, "\(result.errors)")
  }

  private func exists(_ folder: TemporaryFolder, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.file(name))
  }

  /// Ended after the first epoch and resumed with another number of threads: the same bytes.
  @Test func fromPicturesToAModelAndBack() throws {
    let folder = try TemporaryFolder()
    try drawPets(in: folder)
    let train = "segfit train train.jsonl --validate val.jsonl \(Self.recipe)"
    let whole = try shell("\(train) --epochs 2 --threads 1 -o whole", in: folder)
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.errors.isEmpty && whole.text.isEmpty)
    let parts = try shell(
      """
      \(train) --epochs 1 --threads 2 -o parts || exit
      \(train) --epochs 2 --threads 2 --cache-size 0 -o parts
      """, in: folder)
    #expect(parts.status == 0, "\(parts.errors)")
    for file in ["model.safetensors", "checkpoint.safetensors", "sheets/epoch-002.png"] {
      let same = try shell("cmp whole/\(file) parts/\(file)", in: folder)
      #expect(same.status == 0, "\(file) differs")
    }
    let metrics = try shell(
      """
      for run in whole parts; do
        wc -l < $run/metrics.jsonl; cut -d, -f1-11 $run/metrics.csv; done | sort | uniq -c
      """, in: folder)
    #expect(metrics.text.split(separator: "\n").count == 4)
    #expect(
      metrics.text.split(separator: "\n").allSatisfy { $0.hasPrefix("      2 ") },
      "\(metrics.text)")
    let animation = try decodeImage(try readFile(folder.file("whole/training.png")))
    let sheet = try decodeImage(try readFile(folder.file("whole/sheets/epoch-001.png")))
    #expect(animation.image == sheet.image)
    try refusesOtherSettings(folder, train)
    try scores(folder)
    try predicts(folder)
  }

  private func refusesOtherSettings(_ folder: TemporaryFolder, _ train: String) throws {
    let other = try shell("\(train) --epochs 2 --lr 0.5 -o whole", in: folder)
    #expect(other.status == SegBasics.ExitStatus.cannotCreate.rawValue)
    #expect(other.errors.contains("lr was 0.001, not 0.5"))
    let data = try shell("head -4 train.jsonl > few; cp few train.jsonl", in: folder)
    #expect(data.status == 0)
    let fewer = try shell("segfit train --resume -q -o whole", in: folder)
    #expect(fewer.status == SegBasics.ExitStatus.cannotCreate.rawValue)
    #expect(fewer.errors.contains("the training samples were 5, not 4"))
  }

  private func scores(_ folder: TemporaryFolder) throws {
    let result = try shell("segfit eval whole val.jsonl --threads 2", in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let names = result.text.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
    #expect(
      names == [
        "samples", "unlabeled", "pixels", "ignored", "loss", "pixel_accuracy", "mean_accuracy",
        "miou", "fwiou",
        "dice", "kappa", "soft_iou", "class", "class", "class", "confusion", "confusion",
        "confusion",
      ])
    #expect(result.text.hasPrefix("samples\t2\nunlabeled\t0\npixels\t2048\nignored\t0\n"))
    // Scored as after the last epoch of training.
    let accuracy = try shell(
      """
      segfit eval whole < val.jsonl | awk '$1 == "pixel_accuracy" { print $2 }'
      tail -1 whole/metrics.csv | cut -d, -f5
      """, in: folder)
    let numbers = accuracy.text.split(separator: "\n")
    #expect(numbers.count == 2 && numbers[0] == numbers[1], "\(accuracy.text)")
    let json = try shell("segfit eval whole/model.safetensors val.jsonl --json", in: folder)
    #expect(json.text.hasPrefix("{\"samples\":2,\"unlabeled\":0,\"pixels\":2048,"))
  }

  private func predicts(_ folder: TemporaryFolder) throws {
    let one = try shell(
      """
      photo=$(ls pets/images | head -1)
      segfit predict whole pets/images/$photo -o mask.png --overlay seen.png -q || exit
      segfit predict whole pets/images -o all --threads 2 -q || exit
      segls pets --split test | segfit predict whole - -o some --overlay over -q || exit
      cmp mask.png all/${photo%.jpg}.png && ls all | wc -l && ls some/* over/* | wc -l
      cp pets/images/$photo photo
      """, in: folder)
    #expect(one.status == 0, "\(one.errors)")
    #expect(one.text == "7\n4\n")
    let photo = try decodeImage(try readFile(folder.file("photo"))).image
    let mask = try decodeRawSamples(try readFile(folder.file("mask.png"))).image
    #expect(mask.size == photo.size && mask.channels == 1)
    #expect(try decodeImage(try readFile(folder.file("seen.png"))).image.size == photo.size)
  }

  @Test func stopsBetweenSteps() throws {
    let folder = try TemporaryFolder()
    try drawPets(in: folder)
    let result = try shell(
      """
      segfit train train.jsonl \(Self.recipe) --epochs 100000 -o run & run=$!
      while [ ! -e run/checkpoint.safetensors ] && kill -0 $run; do sleep 0.1; done
      kill -TERM $run; wait $run; echo $?
      """, in: folder)
    #expect(result.text == "\(SegBasics.ExitStatus.terminated.rawValue)\n")
    #expect(
      result.errors == "segfit: stopped; the same line goes on after the last whole epoch\n")
    let files = try shell("find run -name '*.partial'", in: folder)
    #expect(files.text.isEmpty)
    let more = try shell(
      """
      done=$(wc -l < run/metrics.jsonl)
      segfit train train.jsonl \(Self.recipe) --epochs $((done + 1)) -o run || exit
      [ $(wc -l < run/metrics.jsonl) = $((done + 1)) ] && ls run/training.png
      """, in: folder)
    #expect(more.status == 0 && more.text == "run/training.png\n", "\(more.errors)")
  }

  @Test(arguments: [
    ("segfit train -o run", SegBasics.ExitStatus.usage, "name what to train with"),
    ("segfit train --resume -o run", .noInput, "there is no run to resume"),
    ("segfit train nowhere.jsonl -o run", .noInput, "nowhere.jsonl"),
    ("segfit train a.jsonl --model segnot -o run", .usage, "there is no model segnot"),
    ("segfit train a.jsonl --augment hflop -o run", .usage, "did you mean hflip?"),
    ("segfit train a.jsonl --schedule cosine -o run", .usage, "schedule"),
    ("segfit train a.jsonl --batch 0 -o run", .usage, "--batch takes 1 to 4096"),
    ("mkdir run; touch run/x; segfit train a.jsonl -o run", .cannotCreate, "holds x, but no run"),
    ("segfit eval run a.jsonl", .noInput, "run"),
    ("echo words > m; segfit eval m a.jsonl", .badData, "m: no safetensors file"),
    ("segfit train a.jsonl --augment 'hflip cutmix' -o run", .usage, "mix them with segaug before"),
    ("mkdir run; segfit predict run a.jpg -o b", .noInput, "run: holds no model.safetensors"),
  ])
  func errors(line: String, status: SegBasics.ExitStatus, message: String) throws {
    let folder = try TemporaryFolder()
    let result = try shell(line, in: folder)
    #expect(result.status == status.rawValue)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!exists(folder, "run/run.json"))
  }

  @Test func models() throws {
    let result = try shell("segfit models | cut -f1-2", in: TemporaryFolder())
    #expect(result.text == "segnet\t15274892\n")
  }
}
