import DrawnPets
import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

/// `segfit predict` and `segfit eval` on a model trained for one epoch.
@Suite struct SegfitPredictTests {
  /// `pets`, and `run` with a model of 32×32 pixels; lines run in the folder.
  private static let trained: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    try DrawnPetSet(trainval: 4, test: 3, hasOddities: false).write(to: folder.file("pets"))
    let result = try shell(
      """
      segls pets --split trainval > train.jsonl && segls pets --split test > test.jsonl || exit
      segfit train train.jsonl --augment resize=32x32:filter=nearest-exact --batch 4 --epochs 3 \
        -o run -q || exit
      mkdir -p photos/deep/deeper && i=0
      for photo in pets/images/*; do
        i=$((i + 1)); case $i in
          1) cp $photo photos/a.jpg ;; 2) cp $photo photos/deep/a.jpg ;;
          3) cp $photo photos/deep/deeper/b.jpg ;; esac
      done
      """, in: folder)
    guard result.status == 0 else { throw Failed(errors: result.errors) }
    // What is shared by the tests never goes away by itself.
    atexit {
      if case .success(let folder) = SegfitPredictTests.trained {
        try? FileManager.default.removeItem(atPath: folder.path)
      }
    }
    return folder
  }

  private struct Failed: Error { let errors: String }

  /// A copy to write into.
  private func folder() throws -> TemporaryFolder {
    let copy = try TemporaryFolder()
    let from = try Self.trained.get()
    _ = try shell(
      "cp -r \(from.path)/{pets,photos,*.jsonl} . && ln -s \(from.path)/run run", in: copy)
    return copy
  }

  @Test func foldersKeepTheirFolders() throws {
    let folder = try folder()
    let result = try shell(
      """
      segfit predict run photos -o photos/masks --overlay over -q || exit
      segfit predict run photos -o photos/masks --overlay over -q || exit
      (cd photos/masks && find . -type f | sort); (cd over && find . -type f | sort)
      """, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let files = "./a.png\n./deep/a.png\n./deep/deeper/b.png\n"
    #expect(result.text == files + files)
  }

  /// No line may change a picture that is read, or lose a prediction.
  @Test(
    arguments: [
      ("photos -o photos", .cannotCreate, "photos: is a folder of pictures that are read"),
      ("photos -o deep/../photos/.", .cannotCreate, "is a folder of pictures"),
      ("photos -o link --force", .cannotCreate, "link: is a folder of pictures"),
      ("p.png -o . --force", .cannotCreate, "./p.png: is one of the files that are read"),
      ("p.png -o ./p.png --force", .cannotCreate, "p.png: is one of the files that are read"),
      ("p.png -o hard.png --force", .cannotCreate, "hard.png: is one of the files that are read"),
      ("p.png photos/a.jpg -o soft --force", .cannotCreate, "soft/p.png: is one of the files"),
      ("named.jsonl -o . --force", .cannotCreate, "./m.png: is one of the files that are read"),
      ("p.png -o x.png --overlay ./x.png", .usage, "label maps and overlays"),
      ("photos -o x --overlay other/../x", .usage, "label maps and overlays"),
      ("photos over -o x --overlay x/over", .badData, "would both be written here"),
      (
        "photos/a.jpg photos/deep/a.jpg -o x", .badData,
        "x/a.png: photos/a.jpg and photos/deep/a.jpg would both be written here"
      ),
      ("photos photos -o x", .badData, "x/a.png: photos/a.jpg is named twice"),
      ("- -o x < twice.jsonl", .badData, "x/k.png: p.png and photos/a.jpg would both"),
      ("- -o x < twice.tar", .badData, "x/k.png: k would be written over what this run wrote"),
      ("photos -o x.png", .usage, "x.png does not look like a folder"),
      ("p.png -o x.jpg", .usage, "x.jpg does not end in .png"),
      ("photos -o p.png", .usage, "p.png stands already and is no folder"),
      ("photos -o -", .usage, "one picture file"),
      ("texts -o x", .badData, "texts: there is no sample to predict: no file is a PNG"),
      ("empty -o x", .badData, "empty: there is no sample"),
      ("p.png -o old.png", .cannotCreate, "old.png: stands already with other content; --force"),
    ] as [(String, SegBasics.ExitStatus, String)])
  func refuses(line: String, status: SegBasics.ExitStatus, message: String) throws {
    let folder = try folder()
    let before = try shell(
      """
      mkdir texts empty soft deep other over; echo x > texts/a.txt; cp photos/a.jpg p.png
      ln -s photos link; ln p.png hard.png; ln -s ../p.png soft/p.png; echo old > old.png
      cp photos/a.jpg over/a.jpg; echo labels > m.png
      echo '{"key":"m","image":"p.png","mask":{"path":"m.png","encoding":"index"}}' > named.jsonl
      printf '%s\\n' '{"key":"k","image":"p.png"}' '{"key":"k","image":"photos/a.jpg"}' > twice.jsonl
      for i in 1 2; do
        cp photos/deep/deeper/b.jpg k.jpg; [ $i = 2 ] && cp p.png k.jpg
        tar cf - k.jpg; done > twice.tar; rm k.jpg
      find . -type f | grep -v '^./x' | sort | xargs md5sum
      """, in: folder)
    let result = try shell("segfit predict run \(line)", in: folder)
    #expect(result.status == status.rawValue, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    let after = try shell("find . -type f | grep -v '^./x' | sort | xargs md5sum", in: folder)
    #expect(before.text == after.text)
    if !line.contains("twice.tar") {
      #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
    }
  }

  /// What is taken for a model, an input or a value and is none is named, with what to do.
  @Test(
    arguments: [
      ("predict run/checkpoint.safetensors p.png -o x", .badData, "model.safetensors is beside it"),
      ("predict empty p.png -o x", .noInput, "empty: holds no model.safetensors"),
      ("predict run - -o x < p.png", .badData, "standard input: a JPEG picture"),
      ("predict cut.safetensors p.png -o x", .badData, "the file ends after 9000000 bytes"),
      ("predict run p.png -o x --opacity 0.3", .usage, "--opacity needs --overlay"),
      ("predict run p.png -o x --on-error stop", .usage, "'quarantine=DIR'"),
      ("train train.jsonl --schedule cosine -o x", .usage, "'step:every=EPOCHS,factor=F'"),
      ("train train.jsonl --augment resize=8x8 hflip -o x", .usage, "in one pair of quotes"),
    ] as [(String, SegBasics.ExitStatus, String)])
  func saysWhatToDo(line: String, status: SegBasics.ExitStatus, message: String) throws {
    let folder = try folder()
    let result = try shell(
      """
      mkdir empty; cp photos/a.jpg p.png
      head -c 9000000 run/model.safetensors > cut.safetensors; segfit \(line)
      """, in: folder)
    #expect(result.status == status.rawValue, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
  }

  @Test func forceReplacesWhatIsNoInput() throws {
    let folder = try folder()
    let result = try shell(
      """
      mkdir out; echo old > out/a.png; chmod 640 out/a.png
      segfit predict run photos/a.jpg -o out --force -q || exit
      segfit predict run photos/a.jpg -o - -q > piped.png || exit
      segfit predict run photos/a.jpg -o /dev/null --overlay seen.png -q || exit
      cmp out/a.png piped.png && stat -c %a out/a.png; segfit predict run photos/a.jpg -o /dev/full
      """, in: folder)
    #expect(result.status == SegBasics.ExitStatus.inputOutput.rawValue)
    #expect(result.text == "640\n")
    #expect(result.errors.hasPrefix("segfit: /dev/full: cannot write: "), "\(result.errors)")
  }

  @Test func aBadPictureIsLeftOut() throws {
    let folder = try folder()
    let result = try shell(
      """
      head -c 500 photos/a.jpg > photos/broken.jpg; : > photos/nothing.png; echo text > photos/c.txt
      segfit predict run photos -o masks --on-error skip; echo $?
      find masks -type f | sort
      segfit predict run photos -o other -q; echo $?
      segfit predict run photos -o kept -q --on-error quarantine=bad; echo $?
      cut -d, -f1 bad/quarantine.jsonl
      """, in: folder)
    #expect(
      result.text == """
        1
        masks/a.png
        masks/deep/a.png
        masks/deep/deeper/b.png
        65
        1
        {"key":"broken"
        {"key":"nothing"

        """, "\(result.errors)")
    for name in ["photos/broken.jpg: sample broken: ", "photos/nothing.png: sample nothing: "] {
      #expect(result.errors.contains("segfit: " + name), "\(result.errors)")
    }
    #expect(result.errors.contains("2 samples were left out"))
    #expect(result.errors.contains("photos: passed over c.txt, no PNG, JPEG"), "\(result.errors)")
  }

  /// The whole samples before the cut are predicted, though they fill no batch.
  @Test func aCutStreamGivesWhatIsWhole() throws {
    let folder = try folder()
    let result = try shell(
      """
      segmask decode test.jsonl > whole.tar || exit
      head -c $(($(stat -c %s whole.tar) - 3000)) whole.tar > cut.tar
      segfit predict run cut.tar -o masks -q; echo $?; ls masks | wc -l
      """, in: folder)
    #expect(result.text == "65\n2\n", "\(result.errors)")
  }

  @Test func aBadSampleIsNotScored() throws {
    let folder = try folder()
    let result = try shell(
      """
      segfit eval run test.jsonl -q > clean.txt || exit
      (head -1 test.jsonl | sed 's/"key":"/&x/; s/[^"]*[.]jpg/photos\\/none.jpg/'; cat test.jsonl) > m
      segfit eval run m -q --on-error skip > skipped.txt; echo $?; cmp clean.txt skipped.txt
      segfit eval run m -q; echo $?
      head -1 m | segfit eval run --on-error skip; echo $?
      """, in: folder)
    #expect(result.text == "1\n66\n1\n", "\(result.errors)")
    #expect(result.errors.contains("photos/none.jpg: cannot open"), "\(result.errors)")
  }

  /// The scores at the size of the label maps are those of what `segfit predict` writes.
  @Test func scoresAtTheOriginalSize() throws {
    let folder = try folder()
    let result = try shell(
      """
      segls pets --split test | segmask decode -o truth -q || exit
      segfit predict run test.jsonl -o masks -q || exit
      segfit eval run test.jsonl --at original --threads 2 | awk '$1 == "pixel_accuracy" { print $2 }'
      segfit eval run test.jsonl --at original --threads 1 > one
      segfit eval run test.jsonl --at original --threads 3 > three; cmp one three || exit
      segls pets | segaug resize=32x32:filter=nearest-exact -o small.tar || exit
      segfit eval run small.tar > model && segfit eval run small.tar --at original > original
      cmp model original && (cd masks && ls *.png)
      """, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.text.split(separator: "\n").map(String.init)
    try #require(lines.count == 4)
    var (right, all) = (0, 0)
    for name in lines.dropFirst() {
      let key = name.dropLast(4)
      let predicted = try decodeRawSamples(try readFile(folder.file("masks/\(name)"))).image
      let truth = try decodeRawSamples(try readFile(folder.file("truth/\(key).mask.png"))).image
      guard case .uint8(let left) = predicted, case .uint8(let right8) = truth else {
        Issue.record("\(name) is no label map of 8 bits")
        return
      }
      #expect(left.values.count == right8.values.count)
      for (one, other) in zip(left.values, right8.values) where other != 255 {
        right += one == other ? 1 : 0
        all += 1
      }
    }
    #expect(abs((Double(lines[0]) ?? 0) - Double(right) / Double(all)) < 1e-6)
  }

  @Test func otherClassesThanTheModels() throws {
    let result = try shell(
      """
      segls pets --split test --classes binary > binary.jsonl || exit
      segfit eval run binary.jsonl
      """, in: try folder())
    #expect(result.status == SegBasics.ExitStatus.badData.rawValue)
    #expect(
      result.errors.contains(
        "class table oxford-pet/binary differs from oxford-pet/classes of model run/model.safetensors"
      ),
      "\(result.errors)")
  }

  @Test(arguments: ["segfit eval run test.jsonl", "segfit models", "segfit summary segnet"])
  func aFullDiskIsNoticed(line: String) throws {
    let result = try shell("\(line) > /dev/full", in: try folder())
    #expect(result.status == SegBasics.ExitStatus.inputOutput.rawValue)
    #expect(result.errors == "segfit: standard output: cannot write: No space left on device\n")
  }

  /// A photograph whose camera was turned, without a mask and with one drawn on the stored pixels.
  @Test func labelMapsLieAsTheRestReadsThePicture() throws {
    let folder = try folder()
    let photo = fixture("codecs/orientation6.jpg")
    let stored = try decodeImage(try readFile(photo))
    #expect(stored.orientation == 6 && stored.image.size != stored.image.size.transposed)
    let labels = Raster<UInt8>(
      height: stored.image.size.height, width: stored.image.size.width, channels: 1, filledWith: 1)
    try AtomicFile.write(
      try LabelMap.uint8(labels).encodedPNG(classes: nil), to: folder.file("mask.png"))
    let result = try shell(
      """
      echo '{"key":"s","image":"\(photo)","mask":{"path":"mask.png","encoding":"index"}}' \
        > s.jsonl
      segfit predict run s.jsonl -o . -q && segfit predict run \(photo) -o turned.png -q || exit
      segfit predict run \(fixture("codecs/pages.tif")) -o pages -q && ls pages
      """, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    func size(_ name: String) throws -> PixelSize {
      try decodeRawSamples(try readFile(folder.file(name))).image.size
    }
    #expect(try size("s.png") == stored.image.size)
    #expect(try size("turned.png") == stored.image.size.transposed)
    let pages = try readImageHeader(try readFile(fixture("codecs/pages.tif"))).pages
    #expect(result.text == (0..<pages).map { "pages-\($0).png\n" }.joined())
  }
}
