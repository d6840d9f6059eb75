import SegBasics

/// What can be wrong with a data set as it lies in folders.
public enum LayoutError: SegError {
  /// Nothing stands under the path.
  case noFolder
  /// A file stands where a folder is needed.
  case notAFolder
  /// No layout is recognised; what was looked for, a layout each.
  case unrecognized(lookedFor: [String])
  /// Archives have not been unpacked; `then` is the folder to list after that.
  case packed([Archive], into: String, then: String)
  /// One half of the data set is missing.
  case halfThere(has: String, lacks: String, archive: String, source: String)
  /// There is no split file.
  case noLists(lookedFor: [String])
  /// The data set has no split of this name.
  case unknownSplit(String, known: [String])
  /// The layout has no class table of this name.
  case unknownClasses(String, known: [String])
  /// Files of listed samples are missing.
  case missingFiles(MissingFiles)
  /// The lists are at fault in more places than the one that is named.
  indirect case faultyLists(first: Located, others: Int)

  /// Files that are listed and not there.
  public struct MissingFiles: Sendable, Equatable {
    /// `image` or `mask`.
    public var kind: String
    /// How many are missing.
    public var count: Int
    /// How many samples are listed.
    public var listed: Int
    /// The first of the missing ones.
    public var first: [String]
    /// What to do to get them.
    public var mend: String
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    switch self {
    case .noFolder: .noInput
    case .unknownSplit, .unknownClasses: .usage
    default: .badData
    }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noFolder: "no such folder"
    case .notAFolder: "not a folder; name the folder the data set was unpacked into"
    case .unrecognized(let lookedFor):
      "no data set is recognised; looked for\n"
        + lookedFor.map { "  \($0)" }.joined(separator: "\n")
    case .packed(let archives, let folder, let then):
      "the archive is not unpacked; run\n"
        + archives.map { "  \($0.unpackLine(into: folder))\n" }.joined()
        + "and then: segls \(shellWord(then))"
    case .halfThere(let has, let lacks, let archive, let source):
      "has \(has) but not \(lacks); get \(archive) from \(source) and unpack it here: "
        + "tar xzf \(archive)"
    case .noLists(let lookedFor):
      "no split file is there (looked for \(lookedFor.joined(separator: ", "))); "
        + "--split unlisted lists every picture, --lists DIR takes split files from elsewhere"
    case .unknownSplit(let name, let known):
      "there is no split \(name); there are \(known.joined(separator: ", "))"
    case .unknownClasses(let name, let known):
      "there is no class table \(name); there are \(known.joined(separator: ", "))"
    case .missingFiles(let missing):
      "\(missing.count) of \(missing.listed) listed samples have no \(missing.kind) file: "
        + missing.first.joined(separator: ", ")
        + (missing.count > missing.first.count ? ", …" : "")
        + "; \(missing.mend); --on-error skip lists what is there"
    case .faultyLists(let first, let others):
      first.description
        + (others > 0 ? " (and \(others) more faults in the lists; segls check prints them)" : "")
        + "; mend the line, or --on-error skip leaves it out"
    }
  }
}
