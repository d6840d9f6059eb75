import SegBasics
import SegSamples

/// Oxford-IIIT Pet: photographs of cats and dogs of 37 breeds, with trimaps.
///
/// Parkhi, Vedaldi, Zisserman, Jawahar: Cats and Dogs, CVPR 2012. reference: layouts 1.1.
struct OxfordPetLayout: DatasetLayout {
  let name = "oxford-iiit-pet"
  let title = "Oxford-IIIT Pet: cats and dogs of 37 breeds, trimaps"
  let marks =
    "images/ and annotations/ with trimaps/ or trainval.txt and test.txt, "
    + "there or in oxford-iiit-pet/"
  let classTables = [ClassTable.petClasses, .petBinary, .petFilled]

  /// The splits that have a list, with the number of samples in the official ones.
  static let splits = [("trainval", 3680), ("test", 3669)]

  /// Where the archives are published.
  static let source = "https://www.robots.ox.ac.uk/~vgg/data/pets/"

  func recognize(_ root: String) throws -> Recognition {
    var incomplete: Recognition?
    for folder in [root, joinedPath(root, name)] {
      guard try fileStatus(folder)?.kind == .folder else { continue }
      let hasImages = try fileStatus(joinedPath(folder, "images"))?.kind == .folder
      let hasAnnotations = try fileStatus(joinedPath(folder, "annotations"))?.kind == .folder
      let isPet = hasAnnotations ? try holdsPetAnnotations(folder) : false
      if hasImages && isPet { return .whole(folder: folder) }
      // Other data sets have such folders too; these archives are named as the official ones are.
      if hasImages && hasAnnotations { continue }
      let archives = try [
        hasImages ? nil : Archive.named("images", in: folder),
        hasAnnotations ? nil : Archive.named("annotations", in: folder),
      ].compactMap { $0 }
      if !archives.isEmpty {
        incomplete =
          incomplete
          ?? .incomplete(.packed(archives, into: folder, then: root), path: folder)
      } else if isPet {
        let lack = LayoutError.halfThere(
          has: "annotations/", lacks: "images/", archive: "images.tar.gz", source: Self.source)
        incomplete = incomplete ?? .incomplete(lack, path: folder)
      } else if hasImages, try holdsPetPictures(folder) {
        let lack = LayoutError.halfThere(
          has: "images/", lacks: "annotations/", archive: "annotations.tar.gz", source: Self.source)
        incomplete = incomplete ?? .incomplete(lack, path: folder)
      }
    }
    return incomplete ?? .foreign
  }

  private func holdsPetAnnotations(_ folder: String) throws -> Bool {
    for mark in ["trimaps", "trainval.txt", "test.txt", "list.txt"] {
      if try fileStatus(joinedPath(folder, "annotations/" + mark)) != nil { return true }
    }
    return false
  }

  /// Whether the first pictures are called by an official breed.
  private func holdsPetPictures(_ folder: String) throws -> Bool {
    let pictures = try PictureFolder(joinedPath(folder, "images"), endings: ["jpg"])
    return pictures.stems.prefix(100).contains {
      OxfordPetBreeds.classIDs[OxfordPetBreeds.breed(ofPicture: $0)] != nil
    }
  }

  func read(_ folder: String, lists: String?) throws -> DatasetListing {
    let reader = try OxfordPetReader(self, folder: folder, lists: lists)
    return try reader.listing()
  }
}
