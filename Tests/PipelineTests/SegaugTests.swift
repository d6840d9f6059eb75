import SegTestSupport
import Testing

/// The real command, on samples drawn by the shell line itself.
@Suite struct SegaugTests {
  @Test(arguments: [
    ("segaug hflop", "hflop is neither an operation nor a file; did you mean hflip?"),
    ("segaug hflip:q=1", "hflip has no parameter q"),
    ("segaug ops nothing", "nothing is neither an operation"),
    ("touch a; segaug a hflip", "hflip stands after an input"),
    ("segaug resize=60000x60000", "size=60000x60000: expected at most 268435456 pixels"),
    ("segaug --copies 0 hflip", "--copies takes 1 to 1000000"),
    ("segaug --seed x hflip", "seed"),
    ("segls chek pets", "there is no subcommand chek; did you mean check?"),
    (
      "printf '\\211PNG\\r\\n\\032\\n' > a.png; segmask a.png -o b.tar",
      "b.tar does not end in .png or .npy"
    ),
    ("segaug hflip -o a.zip", "a.zip does not look like a folder"),
    ("segaug hflip --trimap pet", "are for a mask given as a file"),
    ("segmask --trimap pet --mask-encoding palette a.png", "contradict"),
  ])
  func usageErrors(line: String, message: String) throws {
    let result = try shell(line, in: TemporaryFolder())
    #expect(result.status == 64)
    #expect(result.errors.contains(message))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func emptyAndForeignInputIsBadData() throws {
    let folder = try TemporaryFolder()
    #expect(try shell("printf '' | segaug hflip", in: folder).status == 65)
    let words = try shell("echo hello | segaug hflip", in: folder)
    #expect(words.status == 65)
    #expect(words.errors.contains("standard input: text, neither a manifest nor a sample stream"))
    #expect(try shell("mkdir d; segaug hflip d", in: folder).status == 65)
  }

  @Test func missingInputIsNoInput() throws {
    let line = "echo '{\"key\":\"a\",\"image\":\"missing.png\"}' | segaug hflip"
    let result = try shell(line, in: TemporaryFolder())
    #expect(result.status == 66)
    #expect(result.errors.contains("sample a: missing.png: cannot open"))
  }

  /// After `--`, what is named like an operation is an input.
  @Test func theTerminatorMakesInputs() throws {
    let result = try shell("mkdir hflip; segaug resize=4x4 -- hflip", in: TemporaryFolder())
    #expect(result.status == 65)
    #expect(result.errors.contains("hflip: the folder is no shard set"))
  }

  @Test func operationsAreTold() throws {
    let folder = try TemporaryFolder()
    let names = try shell("segaug ops --json | grep -o '^{\"name\":\"[a-z-]*'", in: folder)
    #expect(names.text.contains("hflip") && names.text.contains("oneof"))
    #expect(
      try shell("segaug ops resize", in: folder).text == """

        resize[=size][:filter=,max=]
            changes the size in pixels
            mask: moves with the image, by nearest pixel
          size=WIDTHxHEIGHT or EDGE  (needed)
            the size, or the length of the shorter edge; 1 to 65535 pixels
          filter=bilinear|nearest|nearest-exact|area|linear  (default bilinear)
            for the picture: bilinear is antialiased as in torchvision, linear is OpenCV's
          max=EDGE  (default 65535)
            with EDGE: the longer edge is at most this long
          p=0..1  (default 1)
          for example
            resize=40x30
            resize=24:filter=area
            resize=31x17:filter=nearest

        """)
  }

  /// A policy file comes before the words, and does what its words do.
  @Test func policyFiles() throws {
    let folder = try TemporaryFolder()
    let line = """
      segaug describe 'oneof(hflip=1|resize=9x9)' jitter:contrast=0.3 > p.yaml
      segaug describe --policy p.yaml --json > p.json
      segaug describe --policy p.yaml resize=8x8 | tail -n 5 | head -n 2

      printf 'version: 1\noperations:\n- hflop\n' > bad.yaml
      """
    #expect(try shell(line, in: folder).text == "- resize:\n    size: 8x8\n")
    #expect(
      try shell("segaug describe --policy p.json | cmp - p.yaml", in: folder).status == 0)
    let bad = try shell("segaug --policy bad.yaml < /dev/null", in: folder)
    #expect(bad.status == 65)
    #expect(bad.errors.contains("bad.yaml: line 3: hflop is no operation; did you mean hflip?"))
    #expect(try shell("segaug --policy none.yaml < /dev/null", in: folder).status == 66)
  }
}
