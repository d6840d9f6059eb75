import ArgumentParser
import SegAugment

/// `segaug ops`.
struct Ops: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the operations with their parameters.")

  @Argument(help: "Only these operations.")
  var names: [String] = []

  func run() throws {
    for specification in try OperationCatalog.specifications(named: names) {
      let targets = specification.targets.map(\.rawValue).joined(separator: ", ")
      print("\(specification.name)\t\(specification.summary)\t\(targets)")
      for parameter in specification.allParameters {
        let mark = parameter.name == specification.mainParameter ? "*" : ""
        let standard = parameter.standard.map { "default \($0)" } ?? "required"
        print("  \(parameter.name)\(mark)=\(parameter.syntax)\t\(parameter.summary)\t\(standard)")
      }
      if !names.isEmpty {
        for example in specification.examples { print("  example\t\(example)") }
      }
    }
  }
}
