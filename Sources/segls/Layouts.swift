import ArgumentParser
import SegBasics
import SegLayouts
import SegSamples

/// `segls layouts`.
struct Layouts: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the layouts that are recognised.",
    discussion: """
      One line a layout, separated by tabs: name, what it is, what it is recognised
      by, the class tables --classes takes (the default first).

      EXAMPLES
        segls layouts | cut -f1,4
      """)

  func run() throws {
    let output = DescriptorSink.standardOutput()
    for layout in datasetLayouts {
      let tables = layout.classTables.compactMap(\.name).joined(separator: " ")
      try output.write([layout.name, layout.title, layout.marks, tables].joined(separator: "\t"))
      try output.write("\n")
    }
    try output.flush()
  }
}
