import SegBasics
import SegTestSupport
import Testing

/// Sets of splits: what may not stand on two sides, and what may not stand beside them.
@Suite struct SegpackSplitTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try writePackingInput(samples: 24, to: folder.file("in.tar"))
  }

  /// The keys of two sets without the marks of copies, and those in both.
  private let compare = """
    sources() { segpack list $1 | cut -f 1 | sed 's/~.*//' | sort -u; }
    sources sets/train > a; sources sets/val > b
    sort a b | uniq | wc -l; comm -12 a b | wc -l
    """

  @Test(arguments: ["copies.tar", "packed", "- < copies.tar", "copied.jsonl", "files"])
  func copiesOfOneSourceStayTogether(input: String) throws {
    let result = try shell(
      """
      segaug hflip:p=0.5 in.tar --copies 4 --keep-original -q > copies.tar
      segpack -q -o packed copies.tar
      segpack unpack -q -o files copies.tar
      for key in $(cd files; ls *.json | sed s/.json//); do
        echo "{\\"key\\":\\"$key\\",\\"image\\":\\"files/$key.png\\",\\"meta\\":{\\"g\\":\\"${key#*~}\\"}}"
      done > copied.jsonl
      segpack -q -o sets --split-by train=0.5,val=0.5 --seed 3 \(input)
      \(compare)
      segls split copied.jsonl --parts train=0.5,val=0.5 --seed 3 > split.jsonl
      for name in train val; do
        segpack list sets/$name | cut -f 1 | sort > a
        grep "split\\":\\"$name" split.jsonl | cut -d '"' -f 4 | sort | cmp - a && echo same
      done
      """, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text == "24\n0\nsame\nsame\n", "\(result.errors)")
  }

  /// With groups too, and where the copies of one source are of several groups.
  @Test(arguments: ["meta.g", "meta.h"])
  func groupsKeepCopiesTogether(field: String) throws {
    let result = try shell(
      """
      for n in $(seq 40); do for c in 0 1 orig; do
        echo "{\\"key\\":\\"k$n~$c\\",\\"image\\":\\"a.png\\",\\"meta\\":{\\"g\\":$((n % 4)),\\"h\\":\\"$c\\"}}"
      done; done > all.jsonl
      segls split all.jsonl --parts a=0.5,b=0.5 --seed 1 --stratify \(field) > split.jsonl
      for name in a b; do grep "split\\":\\"$name" split.jsonl | cut -d '"' -f 4 > $name
        wc -l < $name; sed 's/~.*//' $name | sort -u > s$name; done
      comm -12 sa sb | wc -l
      """, in: folder)
    #expect(result.text == "60\n60\n0\n", "\(result.errors)")
  }

  /// What is mixed of both sides belongs to neither.
  @Test func mixturesAcrossTheCutAreRefused() throws {
    let result = try shell(
      """
      segaug mixup in.tar -q > mixed.tar
      segpack -q -o sets mixed.tar --split-by train=0.5,val=0.5; echo $?
      ls sets
      segpack -q -o whole in.tar --split-by train=0.5,val=0.5
      for name in train val; do segaug mixup whole/$name --copies 3 -q > $name.tar; done
      segpack -q -o sets train.tar val.tar --split-by train=0.5,val=0.5; echo $?
      """, in: folder)
    #expect(result.text == "65\n0\n", "\(result.errors)")
    #expect(result.errors.contains("which falls into"), "\(result.errors)")
  }

  /// Which of the sets has too few samples.
  @Test func theSplitThatIsTooSmallIsNamed() throws {
    let result = try shell(
      "segpack -o sets in.tar --split-by train=0.75,val=0.25 --shard-count 12; echo $?; ls sets",
      in: folder)
    #expect(result.text == "65\n", "\(result.errors)")
    #expect(result.errors.contains("sets/val: "), "\(result.errors)")
    #expect(result.errors.contains("do not fill 12 shards"), "\(result.errors)")
  }

  // MARK: Other sets nearby

  private let sets = """
    segpack -q -o sets in.tar --split-by train=0.5,val=0.5
    """

  @Test(arguments: [
    "segpack -o sets in.tar --split-by a=0.5,val=0.5",
    "segpack -o sets in.tar", "segpack -o sets in.tar --shuffle",
    "segpack -o one in.tar --split-by a=0.5,b=0.5",
    "segpack create -o parts in.tar --split-by c=0.5,d=0.5",
  ])
  func setsOfAnotherDivisionAreSaid(line: String) throws {
    let result = try shell(
      """
      \(sets); segpack -q -o one in.tar
      segpack create -q -o parts in.tar --split-by a=0.5,b=0.5 --part 0/2 --samples-per-shard 3
      find . -type f | grep -v -e lock -e before | sort > before
      \(line); echo $?
      find . -type f | grep -v -e lock -e before | sort | cmp - before && echo untouched
      """, in: folder)
    #expect(result.text == "73\nuntouched\n", "\(result.errors)")
    #expect(result.errors.contains("choose another folder, or --force"), "\(result.errors)")
  }

  /// A set that no division made is no half of anything.
  @Test func wholeSetsNearbyAreNobodysBusiness() throws {
    let result = try shell(
      """
      segpack -q -o data/whole in.tar
      segpack -q -o data data/whole --split-by a=0.5,b=0.5 && rm -r data/a data/b
      segpack -q -o data data/whole --split-by a=0.5,b=0.5 --force && rm -r data/a data/b
      segpack -q -o data in.tar && segpack -q -o data in.tar --shuffle --force && ls data/whole
      """, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.contains("shard-000000.tar"))
  }

  @Test func forceLeavesOneDivision() throws {
    let result = try shell(
      """
      \(sets); echo note > sets/val/note
      segpack -q -o sets in.tar --split-by train=0.5,b=0.5 --force; echo $?
      ls sets sets/val
      segpack -q -o sets in.tar --split-by train=0.5,b=0.5; echo $?
      segpack -q -o sets in.tar --force; echo $?; ls sets
      segpack -q -o sets in.tar --split-by train=0.5,b=0.5 --force; echo $?; ls sets
      segpack -q -o sets sets/b --split-by b=0.5,c=0.5 --seed 1 --force; echo $?; ls sets
      segpack -q -o sets sets/train --split-by b=0.5,c=0.5 --seed 1 --force; echo $?; ls sets
      """, in: folder)
    let one = "dataset.json\nindex.json\nlog.jsonl\nshard-000000.idx\nshard-000000.tar\nval\n"
    #expect(
      result.text
        == "0\nsets:\nb\ntrain\nval\n\nsets/val:\nnote\n0\n0\n\(one)0\nb\ntrain\nval\n"
        + "73\nb\ntrain\nval\n73\nb\ntrain\nval\n", "\(result.errors)")
  }
}
