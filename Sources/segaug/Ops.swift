import ArgumentParser
import SegAugment

/// `segaug ops`.
struct Ops: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Tells of operations: parameters with range and default, what the mask gets, examples.",
    discussion: """
      Without names: every operation, the published policies and the combinators. With --json one \
      object on each line, the same for programs.

      EXAMPLES
        segaug ops resize jitter
        segaug ops --json | jq -r 'select(.mask == "unchanged").name'
      """)

  @Argument(help: "Only these operations.")
  var names: [String] = []

  @Flag(help: "One JSON object for each operation.")
  var json = false

  func run() throws {
    var parts: [String] = []
    for chapter in try OperationCatalog.chapters(named: names) {
      if !json, names.isEmpty { parts.append(chapter.title.uppercased()) }
      for specification in chapter.specifications {
        parts.append(json ? try specification.json(chapter: chapter.title) : specification.text)
      }
    }
    print(parts.joined(separator: json ? "\n" : "\n\n"))
  }
}
