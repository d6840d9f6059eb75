import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

/// Inputs as the real commands take them, from a shell: commands, patterns, broken lines, signals.
@Suite struct InputTests {
  private let folder: TemporaryFolder

  /// Two streams and a set of six samples, and a manifest of three whose second line is broken.
  init() throws {
    folder = try TemporaryFolder()
    for part in 0..<2 {
      let file = try AtomicFile(folder.file("a-\(part).tar"))
      var writer = SampleStreamWriter(file)
      for number in 0..<3 { try writer.add(try sample("k\(3 * part + number)").members()) }
      try writer.finish()
      try file.commit()
    }
    for name in ["x", "y"] {
      try AtomicFile.write(encodePNG(picture), to: folder.file("\(name).png"))
      try AtomicFile.write(
        LabelMap.uint8(mask).encodedPNG(classes: nil), to: folder.file("\(name)-mask.png"))
    }
    let line = { (name: String) in
      #"{"key":"\#(name)","image":"\#(name).png","mask":{"path":"\#(name)-mask.png","encoding":"index"}}"#
    }
    let lines = [line("x"), #"{"key":"broken","image":"#, line("y")]
    try AtomicFile.write(
      Array((lines.joined(separator: "\n") + "\n").utf8), to: folder.file("m.jsonl"))
  }

  private var mask: Raster<UInt8> {
    Raster<UInt8>(height: 40, width: 48, channels: 1, filledWith: 1)
  }

  private var picture: Image {
    .uint8(Raster<UInt8>(height: 40, width: 48, channels: 3, filledWith: 90))
  }

  private func sample(_ key: String) throws -> Sample {
    Sample(
      key: key, image: .pixels(picture), labelMap: .indices(.uint8(mask)),
      metadata: SampleMetadata(
        classes: ClassTable([
          .init("a", color: RGBColor(0, 0, 0)), .init("b", color: RGBColor(9, 9, 9)),
        ])))
  }

  private static let keys = #"tar tf - | sed -n 's/^\(.*\).json$/\1/p' | tr '\n' ' '"#

  // MARK: Patterns and commands

  @Test(arguments: [
    "'a-{0..1}.tar'", "'a-*.tar'", "'pipe:cat a-0.tar a-1.tar'", "'pipe:cat a-{0..1}.tar'",
    // Longer than any name of a file.
    "'pipe:cat a-0.tar a-1.tar # \(String(repeating: "x", count: 300))'",
  ])
  func everyReaderTakesThem(input: String) throws {
    let result = try shell(
      """
      segaug hflip \(input) | \(Self.keys); echo $?
      segmask \(input) | \(Self.keys); echo $?
      segpack cat \(input) | \(Self.keys); echo $?
      segpack select --filter 'k*' \(input) | \(Self.keys); echo $?
      segpack stats \(input) | head -n 1; echo $?
      segpack -q -o set \(input) && segpack cat set | \(Self.keys); echo $?
      segpack -q -o mixed \(input) --shuffle && segpack cat mixed k0 k5 | \(Self.keys); echo $?
      segview -q -o sheet.png \(input); echo $?
      segpack export -q --to npz -o npz \(input); echo $?
      segpack unpack -q -o files \(input); echo $?
      segaug mixup \(input) --partners \(input) | \(Self.keys); echo $?
      segaug rotate=-30..30 \(input) | segaug replay --originals \(input) | \(Self.keys); echo $?
      segaug rotate=-30..30 \(input) > b.tar; segaug replay 'b*.tar' --originals \(input) | cmp - b.tar
      segaug replay 'pipe:cat b.tar' --originals \(input) | cmp - b.tar; echo $?
      """, in: folder)
    let all = "k0 k1 k2 k3 k4 k5 0\n"
    #expect(
      result.text == all + all + all + all + "samples\t6\n0\n" + all + "k0 k5 0\n0\n0\n0\n" + all
        + all + "0\n", "\(result.errors)")
  }

  @Test func everyReaderHasPatience() throws {
    let result = try shell(
      """
      try() { "$@" --retries 0 'pipe:exit 3' > out; echo $?; }
      try segaug hflip; try segmask; try segview; try segpack cat; try segpack stats
      try segpack select; try segpack export --to npz -o npz; try segpack unpack -o files
      try segpack -o set; try segfit train -o run
      """, in: folder)
    #expect(result.text == String(repeating: "74\n", count: 10), "\(result.errors)")
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 10)
    #expect(
      lines.allSatisfy { $0.hasSuffix("pipe:exit 3: the command ended with status 3") },
      "\(result.errors)")
  }

  @Test func whatPassesOnceIsRefusedWhereShardsAreReadAnywhere() throws {
    let result = try shell(
      """
      segpack list 'pipe:cat a-0.tar'; echo $?; segpack verify 'pipe:cat a-0.tar'; echo $?
      segpack repack 'pipe:cat a-0.tar' -o set; echo $?; segpack list -; echo $?
      segaug hflip 'none-*.tar'; echo $?; segaug hfilp a-0.tar; echo $?
      """, in: folder)
    #expect(result.text == "64\n64\n64\n64\n66\n64\n", "\(result.errors)")
  }

  @Test func theOutputIsNoInput() throws {
    let result = try shell(
      """
      segpack -q -o set a-0.tar --samples-per-shard 1
      segpack -o set 'set/shard-{000000..000001}.tar' --force; echo $?
      segpack -o set 'set/*.tar' --force; echo $?
      segpack select 'set/*.tar' -o set --force; echo $?
      segpack verify -q set; echo $?
      """, in: folder)
    #expect(result.text == "73\n73\n73\n0\n", "\(result.errors)")
  }

  // MARK: Ends

  /// Neither a signal to the group of the terminal nor an error leaves a process.
  @Test(arguments: ["INT", "TERM", "HUP"])
  func noCommandOutlivesTheProgram(signal: String) throws {
    let result = try shell(
      """
      cat > slow <<'END'
      sleep 60 & echo $! >> children
      cat a-0.tar; wait
      END
      set -m
      segpack cat 'pipe:sh slow' > out & segaug hflip 'pipe:sh slow' > out2 &
      for try in {1..500}; do [ "$(cat children 2> none | wc -l)" = 2 ] && break; sleep 0.02; done
      for job in $(jobs -p); do kill -\(signal) -- -$job; done
      wait
      segaug hflip 'pipe:printf "no archive"; sh slow' --timeout 20 2> none
      for try in {1..500}; do
        left=; for child in $(cat children); do
          grep -q ') [^Z]' /proc/$child/stat 2> none && left=$child
        done
        [ -z "$left" ] && break; sleep 0.02
      done
      echo left:$left; wc -l < children
      """, in: folder)
    #expect(result.text == "left:\n3\n", "\(result.errors)")
  }

  @Test func aFullDiskNamesWhatFilledIt() throws {
    let result = try shell(
      """
      head -c 3000000 /dev/urandom > noise
      cat > many <<'END'
      for n in 0 1 2 3 4 5 6 7; do segaug gaussian-noise a-0.tar --copies 30 --epoch $n; done
      END
      trap '' XFSZ
      (ulimit -f 100; segpack -q -o set 'pipe:sh many' --shuffle); echo $?
      ls -A set | grep -v lock
      touch set/.segpack-spool.1.partial
      segpack -q -o set 'pipe:cat a-0.tar' --shuffle; echo $?; ls -A set | grep -c partial
      """, in: folder)
    #expect(result.text == "74\n0\n0\n", "\(result.errors)")
    #expect(
      result.errors.contains("what a pipe brought, which is kept in set: cannot write"),
      "\(result.errors)")
  }

  // MARK: Broken lines

  @Test(arguments: [
    "segaug hflip", "segmask", "segview -q -o sheet.png", "segview -q -o sheet.png --shuffle",
    "segpack -q -o set", "segpack -q -o set --shuffle", "segpack -q -o set --shard-count 1",
    "segpack export -q --to npz -o npz", "segpack unpack -q -o files", "segaug mixup",
    "segaug hflip --filter '?'",
  ])
  func aBrokenLineIsThatOfOneSample(command: String) throws {
    let result = try shell(
      """
      \(command) m.jsonl > none; echo $?
      rm -rf set npz files sheet.png
      \(command) m.jsonl --on-error skip > out; echo $?
      rm -rf set npz files sheet.png
      \(command) m.jsonl --on-error quarantine=q > out; echo $?
      cat q/quarantine.jsonl
      """, in: folder)
    #expect(
      result.text == "65\n1\n1\n" + #"{"key":"broken","image":"# + "\n", "\(result.errors)")
    #expect(
      result.errors.components(separatedBy: "line 2: ").count == 4, "\(result.errors)")
    #expect(
      result.errors.components(separatedBy: "1 sample was left out").count == 3,
      "\(result.errors)")
  }

  /// What is whole before the cut is handed on.
  @Test func whatIsWholeOfACutArchiveComesFirst() throws {
    let result = try shell(
      """
      head -c $(($(wc -c < a-0.tar) * 7 / 9)) a-0.tar > cut.tar
      for command in 'segpack cat' 'segmask --on-error skip' 'segaug hflip --on-error skip'; do
        $command cut.tar > out; echo $?; \(Self.keys.replacing("tar tf -", with: "tar tf out 2> none")); echo
      done
      segpack -q -o set cut.tar --on-error skip; echo $?
      """, in: folder)
    #expect(
      result.text == "65\nk0 k1 \n65\nk0 k1 \n65\nk0 k1 \n65\n", "\(result.errors)")
  }

  // MARK: Text

  @Test func aSampleIsALineWhateverItsKey() throws {
    let key = "a\tb\nc\\d\u{1b}[31m\u{7f}é"
    let file = try AtomicFile(folder.file("odd.tar"))
    var writer = SampleStreamWriter(file)
    try writer.add(try sample(key).members())
    try writer.finish()
    try file.commit()
    let result = try shell(
      "segpack -q -o odd odd.tar && segpack list odd && segpack list odd --json", in: folder)
    let lines = result.text.split(separator: "\n")
    #expect(lines.count == 2, "\(result.text)")
    #expect(lines.first?.hasPrefix(#"a\tb\nc\\d\033[31m\177é"# + "\t") == true, "\(lines)")
    #expect(lines.last?.contains(#"a\tb\nc\\d\u001b[31m"#) == true, "\(lines)")
  }
}
