import SegSamples

/// A way in which a data set lies in folders after it was downloaded and unpacked.
///
/// One type a layout; ``datasetLayouts`` lists them.
public protocol DatasetLayout: Sendable {
  /// The name, such as `oxford-iiit-pet`.
  var name: String { get }
  /// What the data set is, in a few words.
  var title: String { get }
  /// What the layout is recognised by, relative to the root.
  var marks: String { get }
  /// The built-in tables its masks can be read with, the default first.
  var classTables: [ClassTable] { get }

  /// Looks whether the data set lies below a folder.
  ///
  /// - Throws: `SystemError`.
  func recognize(_ root: String) throws -> Recognition

  /// Reads the lists and the names of the files; opens no picture.
  ///
  /// - Parameters:
  ///   - folder: What ``recognize(_:)`` found.
  ///   - lists: A folder to read the lists from instead of the data set's own.
  /// - Throws: `SystemError`, ``LayoutError``; faults in single lines are in the listing.
  func read(_ folder: String, lists: String?) throws -> DatasetListing
}

/// What a layout makes of a folder.
public enum Recognition: Sendable, Equatable {
  /// The data set lies in this folder.
  case whole(folder: String)
  /// The data set is meant, but cannot be read as it lies there.
  case incomplete(LayoutError, path: String)
  /// Something else.
  case foreign
}

/// Every layout that is recognised, in the order they are tried.
public let datasetLayouts: [any DatasetLayout] = [OxfordPetLayout()]
