import ArgumentParser
import SegAugment

/// `segaug ops`.
struct Ops: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Tells of operations: parameters with range and default, what the mask gets, examples.",
    discussion: """
      Without names: a line for every operation, published policy and combinator: its name, what \
      becomes of the mask, what it does. With names, or --all: everything. With --json, one object \
      on each line, the same for programs.

      EXAMPLES
        segaug ops resize jitter
        segaug ops --all | less
        segaug ops --json | jq -r 'select(.mask == "unchanged").name'
      """)

  @Argument(help: "Only these operations.")
  var names: [String] = []

  @Flag(help: "Everything of every operation.")
  var all = false

  @Flag(help: "One JSON object for each operation.")
  var json = false

  func run() throws {
    let chapters = try OperationCatalog.chapters(named: names)
    if json {
      for chapter in chapters {
        for specification in chapter.specifications {
          print(try specification.json(chapter: chapter.title))
        }
      }
    } else if all || !names.isEmpty {
      let parts = chapters.flatMap { chapter in
        (names.isEmpty ? [chapter.title.uppercased()] : []) + chapter.specifications.map(\.text)
      }
      print(parts.joined(separator: "\n\n"))
    } else {
      let width = chapters.flatMap(\.specifications).map(\.name.count).max() ?? 0
      for chapter in chapters {
        let lines = chapter.specifications.map { $0.line(width: width) }
        print(([chapter.title.uppercased()] + lines).joined(separator: "\n") + "\n")
      }
      print("segaug ops NAME tells everything of one, segaug ops --all of every one.")
    }
  }
}
