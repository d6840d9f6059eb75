/// One named tensor a layer owns, as it is called and shaped in PyTorch.
public struct ParameterSpecification: Sendable, Equatable {
  /// What the tensor is for, and so how it starts.
  public enum Role: Sendable, Equatable {
    /// Trained; drawn from `U(-bound, bound)`.
    case uniform(bound: Float)
    /// Trained; starts at one value.
    case constant(Float)
    /// A running mean, not trained; starts at 0.
    case mean
    /// A running variance, not trained, never negative; starts at 1.
    case variance
    /// Counts training steps; an integer in PyTorch.
    case counter
  }

  /// How the values lie in memory.
  public enum Layout: Sendable, Equatable {
    /// As PyTorch has them.
    case plain
    /// `[Cout, Cin, kh, kw]` in PyTorch, `[kh, kw, Cin, Cout]` here.
    case filter
  }

  /// The last part of the name, such as `weight`.
  public let suffix: String
  /// PyTorch's shape.
  public let shape: [Int]
  /// What the tensor is for.
  public let role: Role
  /// How the values lie in memory.
  public let layout: Layout

  /// Describes a tensor.
  public init(_ suffix: String, shape: [Int], role: Role, layout: Layout = .plain) {
    self.suffix = suffix
    self.shape = shape
    self.role = role
    self.layout = layout
  }

  /// Numbers in the tensor.
  public var count: Int { shape.reduce(1, *) }
  /// True when an optimizer changes it.
  public var isTrained: Bool {
    switch role {
    case .uniform, .constant: true
    case .mean, .variance, .counter: false
    }
  }
}
