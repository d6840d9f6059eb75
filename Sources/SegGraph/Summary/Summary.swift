/// A model's layers with shapes, parameters and multiply-adds, as torchinfo counts them.
public struct Summary: Sendable, Equatable {
  /// One layer.
  public struct Row: Sendable, Equatable {
    /// PyTorch's kind, such as `Conv2d`.
    public let kind: String
    /// The state-dict prefix.
    public let name: String
    /// `[H, W, C]` of what it puts out.
    public let output: FeatureShape
    /// `[kh, kw]`, for layers that have a kernel.
    public let kernel: [Int]?
    /// Trained numbers.
    public let parameters: Int
    /// Multiply-adds for one sample.
    public let multiplyAdds: Int
  }

  /// `[H, W, C]` of the input.
  public let input: FeatureShape
  /// The layers, in the order they run.
  public let rows: [Row]

  /// Counts a graph.
  public init(_ graph: Graph) {
    input = graph.input
    rows = graph.nodes.map { node in
      Row(
        kind: node.operation.kind, name: node.name, output: node.shape,
        kernel: node.operation.kernel,
        parameters: graph.parameters(of: node).filter(\.isTrained).reduce(0) { $0 + $1.count },
        multiplyAdds: graph.multiplyAdds(of: node))
    }
  }

  /// Trained numbers of all layers.
  public var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  /// Multiply-adds of all layers for one sample.
  public var multiplyAdds: Int { rows.reduce(0) { $0 + $1.multiplyAdds } }

  /// The table as text, its columns aligned, totals below.
  public var text: String {
    let header = ["Layer", "Name", "Output [H, W, C]", "Kernel", "Params", "Mult-Adds"]
    let table = rows.map { row in
      [
        row.kind, row.name,
        "[\(row.output.height), \(row.output.width), \(row.output.channels)]",
        row.kernel.map { "[\($0.map(String.init).joined(separator: ", "))]" } ?? "--",
        row.parameters == 0 ? "--" : Self.grouped(row.parameters),
        row.multiplyAdds == 0 ? "--" : Self.grouped(row.multiplyAdds),
      ]
    }
    let widths = header.indices.map { column in
      ([header] + table).map { $0[column].utf8.count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      var line = ""
      for (column, cell) in cells.enumerated() {
        let space = String(repeating: " ", count: widths[column] - cell.utf8.count)
        line += column < 4 ? cell + space : space + cell
        if column < cells.count - 1 { line += "  " }
      }
      return line
    }
    let rule = String(repeating: "-", count: widths.reduce(0, +) + 2 * (widths.count - 1))
    return
      ([line(header), rule] + table.map(line) + [
        rule, "Total params: \(Self.grouped(parameters))",
        "Total mult-adds: \(Self.grouped(multiplyAdds))",
      ]).joined(separator: "\n") + "\n"
  }

  /// Digits in groups of three.
  private static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.reduce(into: "") { text, index in
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digits[index])
    }
  }
}
