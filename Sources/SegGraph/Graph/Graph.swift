/// A model: operations in the order they run, each with the shape of what it puts out.
///
/// A graph holds no numbers. What trains, predicts, counts and exports is made from it.
public struct Graph: Sendable {
  /// One layer.
  public struct Node: Sendable {
    /// What it computes.
    public let operation: any Operation
    /// The values it reads.
    public let inputs: [Value]
    /// The state-dict prefix of its parameters, such as `dc1.seq.0`; unique.
    public let name: String
    /// The shape of what it puts out.
    public let shape: FeatureShape
  }

  /// What a layer puts out, or the input of the graph.
  public struct Value: Sendable, Hashable {
    /// Position in ``Graph/nodes``, or -1 for the input of the graph.
    public let node: Int

    /// The input of the graph.
    public static let input = Value(node: -1)
  }

  /// The shape of the input.
  public let input: FeatureShape
  /// The layers; each reads only what stands before it.
  public private(set) var nodes: [Node] = []

  /// The largest extent or channel count, so that no product of a few of them overflows.
  static let largestExtent = 1 << 16

  /// Begins a graph.
  ///
  /// - Throws: ``GraphError/badShape(_:layer:)``.
  public init(input: FeatureShape) throws(GraphError) {
    self.input = input
    try Self.check(input, layer: "input")
  }

  /// The shape of a value.
  public func shape(of value: Value) -> FeatureShape {
    value.node < 0 ? input : nodes[value.node].shape
  }

  /// The value of the last layer.
  public var output: Value { Value(node: nodes.count - 1) }

  /// Adds a layer.
  ///
  /// - Parameters:
  ///   - operation: What it computes.
  ///   - name: The state-dict prefix; every layer needs its own.
  ///   - inputs: The values it reads.
  /// - Returns: What it puts out.
  /// - Throws: ``GraphError`` when the shapes do not fit or the name is taken.
  public mutating func add(
    _ operation: some Operation, name: String, inputs: [Value]
  ) throws(GraphError) -> Value {
    precondition(inputs.allSatisfy { $0.node < nodes.count }, "\(name) reads what comes later")
    guard !nodes.contains(where: { $0.name == name }) else { throw .repeatedName(name) }
    guard inputs.count == operation.inputCount else {
      throw .inputCount(inputs.count, expected: operation.inputCount, layer: name)
    }
    // The engine takes the indices on trust: they are bits that say where to write.
    if operation is MaxUnpool, inputs[1].node < 0 || !(nodes[inputs[1].node].operation is MaxPool) {
      throw .unpoolWithoutPool(layer: name)
    }
    let shape = try operation.outputShape(of: inputs.map { self.shape(of: $0) }, layer: name)
    try Self.check(shape, layer: name)
    nodes.append(Node(operation: operation, inputs: inputs, name: name, shape: shape))
    return output
  }

  private static func check(_ shape: FeatureShape, layer: String) throws(GraphError) {
    let extents = 1...largestExtent
    guard extents.contains(shape.height), extents.contains(shape.width),
      extents.contains(shape.channels), shape.count <= 1 << 32
    else { throw .badShape(shape, layer: layer) }
  }
}

extension Graph {
  /// The tensors of a layer.
  public func parameters(of node: Node) -> [ParameterSpecification] {
    node.operation.parameters(for: node.inputs.map { shape(of: $0) })
  }

  /// Multiply-adds of a layer for one sample; bias, normalisation and pooling count nothing.
  public func multiplyAdds(of node: Node) -> Int {
    node.operation.multiplyAdds(inputs: node.inputs.map { shape(of: $0) }, output: node.shape)
  }

  /// Trained numbers of the whole graph.
  public var parameterCount: Int {
    nodes.reduce(0) { sum, node in
      sum + parameters(of: node).filter(\.isTrained).reduce(0) { $0 + $1.count }
    }
  }
}
