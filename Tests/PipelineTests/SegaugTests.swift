import SegTestSupport
import Testing

/// The real command, on samples drawn by the shell line itself.
@Suite struct SegaugTests {
  @Test(arguments: [
    ("segaug hflop", "hflop is neither an operation nor a file; did you mean hflip?"),
    ("segaug hflip:q=1", "hflip has no parameter q"),
    ("segaug ops nothing", "nothing is neither an operation"),
    ("touch a; segaug a hflip", "hflip stands after an input"),
    ("segaug resize=60000x60000", "at most 268435456 pixels"),
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
    #expect(result.errors.contains("hflip: the folder holds neither shards"))
  }

  @Test func operationsAreTold() throws {
    let folder = try TemporaryFolder()
    let lines = try shell("segaug ops", in: folder).text.split(separator: "\n")
    #expect(lines.contains("GEOMETRY") && lines.contains { $0.hasPrefix("  hflip  ") })
    #expect(try shell("segaug ops --all", in: folder).text.contains("\nhflip[=p]\n"))
    let names = try shell("segaug ops --json | grep -o '^{\"name\":\"[a-z-]*'", in: folder)
    #expect(names.text.contains("hflip") && names.text.contains("oneof"))
    #expect(
      try shell("segaug ops hflip repeat", in: folder).text == """
        hflip[=p]
            mirrors left and right
            mask: moves with the image, by nearest pixel
          p=0..1  (default 0.5)
          for example
            hflip

        repeat(n,a)
            its child n times, or low..high, drawn anew each time
            mask: as the operations inside
          p=0..1  (default 1)
          for example
            'repeat(3,jitter:brightness=0.1)'
            'repeat(1..2,hflip)'

        """)
  }

  /// A policy file comes before the words, and does what its words do.
  @Test func policyFiles() throws {
    let folder = try TemporaryFolder()
    let line = """
      segaug describe 'oneof(hflip=1|resize=9x9)' jitter:contrast=0.3 > p.yaml
      segaug describe --policy p.yaml --json > p.json
      segaug describe --policy p.yaml hflip=1 | tail -n 2
      printf 'version: 1\\noperations:\\n- hflop\\n' > bad.yaml
      """
    #expect(try shell(line, in: folder).text == "- hflip:\n    p: 1\n")
    #expect(
      try shell("segaug describe --policy p.json | cmp - p.yaml", in: folder).status == 0)
    let bad = try shell("segaug --policy bad.yaml < /dev/null", in: folder)
    #expect(bad.status == 65)
    #expect(bad.errors.contains("bad.yaml: line 3: hflop is no operation; did you mean hflip?"))
    #expect(try shell("segaug --policy none.yaml < /dev/null", in: folder).status == 66)
  }

  /// Mixed samples do not depend on jobs or on a split of the input, and are made again from what is
  /// recorded of them, or would be.
  @Test func mixedSamplesAreMadeAgain() throws {
    let folder = try TemporaryFolder()
    let words = "resize=40x30 hflip 'jitter:contrast=0.3' mosaic=32 cutmix"
    let lines = """
      drawpets pets && segls pets -q | head -6 > p.jsonl
      segaug \(words) p.jsonl --seed 5 --partners p.jsonl -o a.tar
      segaug \(words) p.jsonl --seed 5 --partners p.jsonl -j1 | cmp - a.tar
      for i in 1 2; do split -n r/$i/2 p.jsonl | segaug \(words) --seed 5 --partners p.jsonl; done > b.tar
      mkdir a b; tar xf a.tar -C a; tar xif b.tar -C b; diff -r a b
      segaug replay a.tar --originals p.jsonl | cmp - a.tar
      segaug \(words) p.jsonl --seed 5 --partners p.jsonl --dry-run > d.jsonl
      segaug replay d.jsonl --originals p.jsonl | cmp - a.tar
      segaug \(words) mixup p.jsonl --copies 2 --keep-original --soft -j2 -o m.tar
      segaug \(words) mixup p.jsonl --copies 2 --keep-original --soft -j1 | cmp - m.tar
      segaug replay --soft m.tar --originals p.jsonl | cmp - m.tar
      segaug hflip p.jsonl --filter 'nothing*' -o n.tar 2> n.txt && exit 9; test $? = 1 && test ! -e n.tar && grep -q 'no sample has a key' n.txt
      """
    let result = try shell("set -e\n" + lines, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.isEmpty, "\(result.text)")
  }

  /// A mixture is made again of originals that were augmented themselves; what it had beside its
  /// picture does not stay beside another; partners that are broken are left out.
  @Test func mixturesLeaveNothingWrong() throws {
    let lines = """
      drawpets pets --clean && segls pets -q | head -6 > p.jsonl
      segaug resize=30x30 hflip p.jsonl > mid.tar && segaug rotate=20 mixup mid.tar > w.tar
      segaug replay w.tar --originals mid.tar | cmp - w.tar
      segaug replay w.tar --originals p.jsonl | cmp - w.tar
      segaug ricap mid.tar --partners mid.tar > r.tar
      segaug replay r.tar --originals mid.tar | cmp - r.tar
      segaug resize=30x30 mixup p.jsonl --soft -o dir && segaug resize=30x30 p.jsonl -o dir --force
      test -z "$(find dir -name '*.mask2.*' -o -name '*.soft.*')"
      segaug resize=30x30 mixup p.jsonl -o two
      segaug resize=30x30 p.jsonl -o two 2> e.txt && exit 9; grep -q 'stands already' e.txt
      cat mid.tar mid.tar | segaug hflip -o three 2> e.txt && exit 9; grep -q 'stands twice' e.txt
      sed 's|images/[^"]*_1[0-9]*.jpg|images/none.jpg|' p.jsonl > b.jsonl; cmp -s p.jsonl b.jsonl && exit 9
      segaug resize=30x30 cutmix p.jsonl --partners b.jsonl --on-error skip -o k.tar 2> e.txt
      test "$(tar tf k.tar | grep -c json)" = 6; grep -q 'another is taken' e.txt
      segaug resize=30x30 cutmix p.jsonl --partners b.jsonl --on-error skip -j1 2> /dev/null | cmp - k.tar
      segaug hflip p.jsonl --partners p.jsonl 2> e.txt && exit 9; grep -q 'operations that mix' e.txt
      segaug hflip --store jpeg=0 p.jsonl 2> e.txt && exit 9; grep -q 'segaug apply --help' e.txt
      """
    let result = try shell("set -e\n" + lines, in: TemporaryFolder())
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.isEmpty, "\(result.text)")
  }

  /// Members that cannot be moved are in all samples of a set or in none, also made again; shares are
  /// made anew of what became of the label maps.
  @Test func othersMembersAreKeptOrLeftOut() throws {
    let lines = """
      drawpets pets && segls pets -q | head -5 | segaug resize=20x16 > s.tar && mkdir s && tar xf s.tar -C s
      (cd s; for f in *.mask.npy; do cp $f ${f%.mask.npy}.depth.npy; done; tar cf ../f.tar *)
      segaug hflip=0.5 --drop-extras f.tar -o x.tar && segaug rotate=20 x.tar -o xx.tar
      segaug replay xx.tar --originals x.tar | cmp - xx.tar
      segaug replay xx.tar --originals f.tar --drop-extras | cmp - xx.tar
      segaug replay x.tar --originals f.tar --drop-extras | cmp - x.tar
      segaug cutout f.tar -o y.tar && test "$(tar tf y.tar | grep -c depth)" = 5
      segaug replay y.tar --originals f.tar | cmp - y.tar
      segaug --soft s.tar | segaug cutout=8:mask=ignore,p=1 -o z.tar
      test "$(tar tf z.tar | grep -c soft)" = 5
      segaug cutout=8:mask=ignore,p=1 s.tar --soft -o w.tar; mkdir z w; tar xf z.tar -C z; tar xf w.tar -C w
      for f in z/*.soft.npy; do test "$(stat -c %s $f)" = "$(stat -c %s w/${f#z/})"; done
      """
    let result = try shell("set -e\n" + lines, in: TemporaryFolder())
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.isEmpty, "\(result.text)")
  }

  /// A photo decoded at a fraction of its size still fits its mask, alone and as a partner.
  @Test func photosAreDecodedSmaller() throws {
    let lines = """
      drawpets pets && segls pets -q | head -4 > p.jsonl
      segaug resize=24x18 hflip --fast-decode p.jsonl -o a.tar
      segaug resize=24x18 hflip p.jsonl -o b.tar
      mkdir a b; tar xf a.tar -C a; tar xf b.tar -C b
      for m in a/*.mask.npy; do cmp $m b/${m#a/}; done
      segaug resize=24x18 cutmix --fast-decode p.jsonl --partners p.jsonl -o c.tar
      segaug replay a.tar --originals p.jsonl | cmp - a.tar
      segaug replay c.tar --originals p.jsonl | cmp - c.tar
      """
    let result = try shell("set -e\n" + lines, in: TemporaryFolder())
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.isEmpty, "\(result.text)")
  }

  /// é as one character and as two are two samples, each the only partner of the other.
  @Test func partnersOfAnotherSpellingAreOthers() throws {
    let folder = try TemporaryFolder()
    let result = try shell(
      #"""
      drawpets pets && segls pets -q | head -2 > two.jsonl
      one=$(printf '\303\251'); two=$(printf 'e\314\201')
      (head -1 two.jsonl | sed "s/\"key\":\"[^\"]*/\"key\":\"$one/"
       tail -1 two.jsonl | sed "s/\"key\":\"[^\"]*/\"key\":\"$two/") > p.jsonl
      for more in "" "--partners p.jsonl"; do
        segaug resize=40x30 cutmix p.jsonl $more --dry-run > d.jsonl || exit 1
        head -1 d.jsonl | grep -c "],\"key\":\"$two\"}"
        tail -1 d.jsonl | grep -c "],\"key\":\"$one\"}"
      done
      """#, in: folder)
    #expect(result.text == "1\n1\n1\n1\n", "\(result.text)\(result.errors)")
  }
}
