import SegBasics
import SegSamples

/// What of a data set goes into a manifest.
public struct ManifestSelection: Sendable {
  /// The splits in the order they are listed; empty, or `all`, is every one that has a list.
  public var splits: [String] = []
  /// A class table of the layout, by its full name or by what follows the slash; nil is the default.
  public var classes: String?
  /// Whether paths begin at the root of the file system.
  public var isAbsolute = false

  /// Every split, default classes, paths as reached from the working directory.
  public init() {}
}

/// A manifest of a data set, and what was left out of it.
public struct Manifest: Sendable {
  /// The samples that are whole, in order.
  public var entries: [ManifestEntry] = []
  /// The samples whose picture or mask is missing, in order.
  public var incomplete: [ManifestEntry] = []
  /// Why samples or lines were left out.
  public var failures: [Located] = []
}

extension DatasetListing {
  /// The manifest lines of some splits.
  ///
  /// - Throws: ``LayoutError`` for a split, a class table or lists that do not exist.
  public func manifest(_ selection: ManifestSelection) throws -> Manifest {
    let table = try classTable(selection.classes)
    var manifest = Manifest()
    if let first = faults.first {
      let error = LayoutError.faultyLists(first: first, others: faults.count - 1)
      manifest.failures.append(Located(error))
    }
    let chosen = try chosenSamples(selection.splits)
    for sample in chosen {
      var entry = ManifestEntry(
        key: sample.key, image: sample.image, mask: sample.mask, split: sample.split,
        classes: table, meta: sample.meta)
      if selection.isAbsolute {
        entry.image = try absolutePath(sample.image)
        entry.mask?.path = try absolutePath(sample.mask.path)
      }
      if sample.hasImage && sample.hasMask {
        manifest.entries.append(entry)
      } else {
        manifest.incomplete.append(entry)
      }
    }
    let withoutImage = chosen.filter { !$0.hasImage }.map(\.image)
    let withoutMask = chosen.filter { !$0.hasMask }.map(\.mask.path)
    for (kind, paths, mend) in [
      ("image", withoutImage, mends.images), ("mask", withoutMask, mends.masks),
    ] where !paths.isEmpty {
      let missing = LayoutError.MissingFiles(
        kind: kind, count: paths.count, listed: chosen.count, first: Array(paths.prefix(3)),
        mend: mend)
      manifest.failures.append(Located(LayoutError.missingFiles(missing), path: folder))
    }
    return manifest
  }

  /// The samples of the splits named.
  private func chosenSamples(_ names: [String]) throws -> [ListedSample] {
    var chosen: [String] = []
    for name in names.isEmpty ? ["all"] : names {
      if name == "all" {
        guard !splits.isEmpty else {
          throw Located(
            LayoutError.noLists(
              lookedFor: officialCounts.keys.sorted().reversed().map { $0 + ".txt" }), path: folder)
        }
        chosen += splits
      } else if splits.contains(name) || name == Self.unlistedSplit {
        chosen.append(name)
      } else {
        let known = splits + ["all", Self.unlistedSplit]
        throw Located(LayoutError.unknownSplit(name, known: known), path: folder)
      }
    }
    var seen: Set<String> = []
    return chosen.filter { seen.insert($0).inserted }.flatMap { name in
      name == Self.unlistedSplit ? unlisted : samples.filter { $0.split == name }
    }
  }

  /// The class table of a name; without one, the first.
  private func classTable(_ name: String?) throws -> ClassTable? {
    guard let name else { return layout.classTables.first }
    let table = layout.classTables.first {
      $0.name == name || $0.name?.split(separator: "/").last.map(String.init) == name
    }
    guard let table else {
      throw LayoutError.unknownClasses(name, known: layout.classTables.compactMap(\.name))
    }
    return table
  }
}

extension DatasetListing {
  /// A word about pictures that are in no split, unless they are asked for; nil when there are none.
  public func unlistedHint(for selection: ManifestSelection) -> String? {
    guard !unlisted.isEmpty, !selection.splits.contains(Self.unlistedSplit) else { return nil }
    let pictures = unlisted.count == 1 ? "1 picture is" : "\(unlisted.count) pictures are"
    return "\(folder): \(pictures) in no split (segls check names them, "
      + "--split \(Self.unlistedSplit) lists them)"
  }
}

extension Manifest {
  /// Writes the lines of the samples whose files are missing to `quarantine.jsonl` in a folder.
  ///
  /// - Throws: `SystemError`.
  public func quarantineIncomplete(in folder: String) throws {
    guard !incomplete.isEmpty else { return }
    try createFolder(folder)
    let lines = try incomplete.map { try $0.line() + "\n" }.joined()
    try AtomicFile.write(Array(lines.utf8), to: joinedPath(folder, "quarantine.jsonl"))
  }
}
