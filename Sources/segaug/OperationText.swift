import SegAugment
import SegSamples

extension OperationSpecification {
  /// Name, what becomes of the mask, and what it does.
  ///
  /// - Parameter width: Of the column of names.
  func line(width: Int) -> String {
    let mask = maskEffect.prefix { $0 != "," && $0 != ";" }
    let effect =
      erases
      ? "as told" : mask.hasPrefix("moves") ? "moves" : mask.hasPrefix("as") ? "" : String(mask)
    return "  \(pad(name, width + 2))\(pad(effect, 11))\(summary)"
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// What a person wants to know of an operation, on several lines.
  var text: String {
    var lines = [usage, "    \(summary)", "    mask: \(maskEffect)"]
    for parameter in parameters {
      let standard = parameter.standard.map { "default \($0)" } ?? "optional"
      let isNeeded = parameter.standard == nil && parameter.name == mainParameter
      lines.append("  \(parameter.name)=\(parameter.syntax)  (\(isNeeded ? "needed" : standard))")
      lines.append("    \(parameter.summary)")
    }
    lines.append("  p=0..1  (default \(allParameters.last?.standard ?? "1"))")
    lines.append("  for example")
    lines += examples.map { "    " + ($0.contains("(") ? "'\($0)'" : $0) }
    return lines.joined(separator: "\n")
  }

  /// The same for programs, on one line.
  func json(chapter: String) throws -> String {
    var object = OrderedJSON()
    try object.add("name", name)
    try object.add("kind", chapter)
    try object.add("summary", summary)
    try object.add("usage", usage)
    try object.add("targets", targets.map(\.rawValue))
    try object.add("mask", maskEffect)
    try object.add("main", mainParameter)
    try object.add("parameters", allParameters.map(ParameterRecord.init))
    try object.add("examples", examples)
    return object.text
  }
}

/// A parameter as `--json` prints it.
private struct ParameterRecord: Encodable {
  let name: String
  let syntax: String
  /// Nil where there is none.
  let `default`: String?
  let summary: String

  init(_ parameter: OperationSpecification.Parameter) {
    name = parameter.name
    syntax = parameter.syntax
    self.default = parameter.standard
    summary = parameter.summary
  }
}
