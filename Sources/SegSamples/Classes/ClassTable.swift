import SegBasics
import SegImaging

/// The classes of a data set: what a class index in a label map means.
///
/// Travels with the data to the checkpoint and the exported model.
public struct ClassTable: Sendable, Hashable {
  /// One class, whose index is its place in the table.
  public struct Entry: Sendable, Hashable {
    /// The name, such as `pet`.
    public var name: String
    /// The colour it is drawn in.
    public var color: RGBColor
    /// The value it has in the original masks, where that is one number.
    public var source: Int?

    /// Describes one class.
    public init(_ name: String, color: RGBColor, source: Int? = nil) {
      self.name = name
      self.color = color
      self.source = source
    }
  }

  /// The name of a built-in table, such as `oxford-pet/classes`; nil for a table of the user's own.
  public let name: String?
  /// The classes by index.
  public let entries: [Entry]

  /// A table of at least one and at most 65,535 classes.
  ///
  /// - Precondition: The number of classes.
  public init(name: String? = nil, _ entries: [Entry]) {
    precondition((1...65535).contains(entries.count), "\(entries.count) classes make no table")
    self.name = name
    self.entries = entries
  }

  /// The index that stands for no class: 255, or 65535 when there are more than 255 classes.
  public var ignoreIndex: Int { entries.count > 255 ? 65535 : 255 }
}

extension ClassTable: CustomStringConvertible {
  /// The built-in name, or the names of the classes.
  public var description: String {
    name ?? "[" + entries.map(\.name).joined(separator: ", ") + "]"
  }
}

/// Two samples of one run, or a sample and a model, have different class tables.
public struct ClassTableConflict: SegError {
  /// The table that was there first.
  public let first: ClassTable
  /// The table that differs.
  public let second: ClassTable
  /// What has the first table; nil: the samples before.
  public let owner: String?

  /// Describes two tables that differ.
  public init(_ first: ClassTable, _ second: ClassTable, of owner: String? = nil) {
    self.first = first
    self.second = second
    self.owner = owner
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    "class table \(second) differs from \(first) of \(owner ?? "the samples before")"
      + (owner == nil ? "; one run takes one table" : "")
  }
}
