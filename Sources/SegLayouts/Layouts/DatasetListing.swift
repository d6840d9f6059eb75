import SegBasics
import SegSamples

/// What the lists and folders of a data set hold, before any picture is opened.
public struct DatasetListing: Sendable {
  /// The layout it was read with.
  public let layout: any DatasetLayout
  /// The folder the layout begins at.
  public let folder: String
  /// The folder the lists were read from, where that is not the data set's own.
  public let lists: String?
  /// The splits that have a list, in the order they are listed by default.
  public var splits: [String] = []
  /// The samples of the splits, in the order of their lists.
  public var samples: [ListedSample] = []
  /// Pictures that are in no split, in the order of their names.
  public var unlisted: [ListedSample] = []
  /// Lines that were left out, and why, each `Located` a ``ListFault``.
  public var faults: [Located] = []
  /// What is odd about the folders.
  public var findings: [Finding] = []
  /// How many samples the official lists have, by split.
  public var officialCounts: [String: Int] = [:]
  /// What to do about files that are missing.
  public var mends = Mends()

  /// What to do about files that are missing.
  public struct Mends: Sendable {
    /// About pictures.
    public var images = ""
    /// About masks.
    public var masks = ""
  }

  /// The name that stands for the pictures in no split.
  public static let unlistedSplit = "unlisted"

  /// An empty listing.
  public init(layout: any DatasetLayout, folder: String, lists: String? = nil) {
    self.layout = layout
    self.folder = folder
    self.lists = lists
  }

  /// A line that lists this data set with the given options.
  func listLine(_ options: String) -> String {
    let lists = lists.map { " --lists \(shellWord($0))" } ?? ""
    return "segls \(shellWord(folder))\(lists) \(options)"
  }
}

/// A sample of a listing.
public struct ListedSample: Sendable, Equatable {
  /// Unique in the data set.
  public var key: String
  /// The picture; where it ought to be, if it is missing.
  public var image: String
  /// Whether the picture is there.
  public var hasImage: Bool
  /// The mask; where it ought to be, if it is missing.
  public var mask: MaskSource
  /// Whether the mask is there.
  public var hasMask: Bool
  /// The split; nil when it is in none.
  public var split: String?
  /// Whatever the lists say of it.
  public var meta: [String: JSONValue]
}
