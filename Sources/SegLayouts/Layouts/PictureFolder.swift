import SegBasics
import SegSamples

/// The names in a folder of pictures, sorted out.
struct PictureFolder {
  /// File names by their stems.
  private var names: [SampleKey: String] = [:]
  /// The stems of the pictures, sorted by their UTF-8 bytes.
  private(set) var stems: [String] = []
  /// Files that have the name of a picture taken already.
  private(set) var twins: [String] = []
  /// Hidden files and `__MACOSX`, which nobody asked for.
  private(set) var hidden: [String] = []
  /// Files that are no pictures by their ending.
  private(set) var strays: [String] = []

  /// Reads the names; a folder that is missing is empty.
  ///
  /// - Parameter endings: Those of pictures, without the dot, in lower case; the first is preferred.
  /// - Throws: `SystemError`.
  init(_ folder: String, endings: [String]) throws {
    guard try fileStatus(folder)?.kind == .folder else { return }
    for name in try namesInFolder(folder) {
      if name.hasPrefix(".") || name == "__MACOSX" {
        hidden.append(name)
        continue
      }
      guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
        let rank = endings.firstIndex(of: name[name.index(after: dot)...].lowercased())
      else {
        strays.append(name)
        continue
      }
      let stem = String(name[..<dot])
      guard let other = names[SampleKey(stem)] else {
        names[SampleKey(stem)] = name
        stems.append(stem)
        continue
      }
      // Only the preferred ending replaces what came before it.
      let isPreferred = rank == 0 && !other.lowercased().hasSuffix("." + endings[0])
      twins.append(isPreferred ? other : name)
      if isPreferred { names[SampleKey(stem)] = name }
    }
    stems.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The file whose name without ending is this, byte for byte; nil when there is none.
  func picture(_ stem: String) -> String? { names[SampleKey(stem)] }
}
