import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

@Suite struct PolicyFileTests {
  private func words(_ text: String) throws -> [String] {
    try PolicyFile.words(in: Array(text.utf8))
  }

  private static let yaml = """
    # What a hand writes.
    version: 1
    operations:
    - hflip
    - resize: 128x96
    - resize: {size: 64, filter: area, p: 1}
    - jitter:
        brightness: 0.3
        contrast: [0.8, 1.2]
    - oneof:
        p: 0.4
        children:
        - hflip=0.2
        - all: [jitter, {resize: {size: 20}}]
    - someof:
        count: 1..2
        replace: true
        children: [hflip, jitter]
    - repeat: {count: 3, children: [hflip]}
    """

  @Test func isReadToWords() throws {
    let expected = [
      "hflip", "resize=128x96", "resize=64:filter=area", "jitter:brightness=0.3,contrast=0.8..1.2",
      "oneof(hflip=0.2|all(jitter|resize=20)):p=0.4", "someof(1..2,hflip|jitter):replace=true",
      "repeat(3,hflip)",
    ]
    #expect(try words(Self.yaml) == expected)
    #expect(try words(Pipeline(expected).json) == words(Pipeline(expected).yaml))
  }

  @Test func isDescribedWithEveryParameter() throws {
    let pipeline = try Pipeline(["someof(0..1,hflip|gamma=2):p=0.5"])
    #expect(
      pipeline.yaml == """
        version: 1
        operations:
        - someof:
            count: 0..1
            replace: false
            weighted: false
            order: written
            p: 0.5
            children:
            - hflip:
                p: 0.5
            - gamma:
                gamma: 2
                gain: 1
                p: 1

        """)
    #expect(try Pipeline([]).yaml == "version: 1\noperations: []\n")
    #expect(try words(Pipeline([]).yaml) == [])
  }

  /// A described pipeline is read back to one that draws and does the same.
  @Test(
    arguments: OperationContractTests.examples
      + OperationCatalog.policySpecifications.flatMap(
        \.examples) + OperationCatalog.combinatorSpecifications.flatMap(\.examples))
  func describedPipelinesAreReadBack(word: String) throws {
    let pipeline = try Pipeline([word])
    let sample = OperationContractTests.coded()
    for text in [pipeline.yaml, pipeline.json] {
      let again = try words(text)
      #expect(try Pipeline(again).yaml == pipeline.yaml)
      for seed in 0..<3 as Range<UInt64> {
        var one = try OperationContractTests.augmented([word], seed: seed, sample)
        var other = try OperationContractTests.augmented(again, seed: seed, sample)
        for index in one.metadata.draws.indices { one.metadata.draws[index].word = nil }
        for index in other.metadata.draws.indices { other.metadata.draws[index].word = nil }
        #expect(one == other)
      }
    }
  }

  @Test(arguments: [
    ("", 1, "expected version: and operations:, not nothing"),
    ("- hflip\n", 1, "expected version: and operations:, not a list"),
    ("operations: [hflip]\n", 1, "expected version: 1, not no version"),
    ("version: 2\noperations: []\n", 1, "expected version: 1, not 2"),
    ("version: 1\n", 1, "expected operations: with a list"),
    ("version: 1\noperations: hflip\n", 2, "expected operations: with a list, not hflip"),
    ("version: 1\noperation: []\n", 2, "not operation:"),
    ("version: 1\noperations:\n- hfilp\n", 3, "hfilp is no operation; did you mean hflip?"),
    ("version: 1\noperations:\n- hfilp: 0.5\n", 3, "hfilp is no operation; did you mean hflip?"),
    ("version: 1\noperations:\n- hflip: {q: 1}\n", 3, "hflip has no parameter q"),
    ("version: 1\noperations:\n- hflip: {p: 2}\n", 3, "p=2: expected a number"),
    ("version: 1\noperations:\n- jitter: 0.5\n", 3, "jitter has no main parameter"),
    ("version: 1\noperations:\n- jitter: {hue: '0.1,p=0'}\n", 3, "expected a value without"),
    ("version: 1\noperations:\n- jitter: {hue: [1, 2, 3]}\n", 3, "expected a value for hue"),
    ("version: 1\noperations:\n- jitter: {hue: }\n", 3, "expected a value for hue"),
    ("version: 1\noperations:\n- {hflip: 1, jitter: 2}\n", 3, "expected a word, or one operation"),
    ("version: 1\noperations:\n- oneof: {p: 0.5}\n", 3, "expected children: with a list"),
    ("version: 1\noperations:\n- someof: [hflip]\n", 3, "expected count: for someof"),
    ("version: 1\noperations:\n- oneof:\n  - hflip\n  - jittr\n", 5, "did you mean jitter?"),
    ("version: 1\noperations:\n- someof: {count: 3, children: [hflip]}\n", 3, "cannot draw 3 of 1"),
    ("version: 1\noperations:\n- someof: {count: x, children: [hflip]}\n", 3, "expected how many"),
    ("version: 1\noperations:\n- oneof: []\n", 3, "expected an operation"),
    ("version: 1\noperations:\n- [hflip]\n", 3, "expected a word, or one operation"),
  ])
  func isRefused(text: String, line: Int, message: String) throws {
    let error = #expect(throws: PolicyError.self) { try words(text) }
    let said = error?.description ?? ""
    #expect(said.hasPrefix("line \(line): "), "\(said)")
    #expect(said.contains(message), "\(said)")
    #expect(error?.exitStatus == .badData)
  }
}
