import SegBasics
import SegSamples

/// Puts the lists of Oxford-IIIT Pet and the names of its files together.
struct OxfordPetReader {
  private let layout: OxfordPetLayout
  private let folder: String
  private let givenLists: String?
  private let listFolder: String
  private let images: PictureFolder
  private let masks: PictureFolder
  private let all: OxfordPetList?
  private var lists: [(split: String, list: OxfordPetList)] = []

  /// Reads lists and names.
  ///
  /// - Throws: `SystemError`, `Located` `LineTooLong`.
  init(_ layout: OxfordPetLayout, folder: String, lists: String?) throws {
    self.layout = layout
    self.folder = folder
    givenLists = lists
    listFolder = lists ?? joinedPath(folder, "annotations")
    images = try PictureFolder(
      joinedPath(folder, "images"), endings: ["jpg", "jpeg", "png", "gif"])
    masks = try PictureFolder(joinedPath(folder, "annotations/trimaps"), endings: ["png"])
    all = try OxfordPetList(path: joinedPath(listFolder, "list.txt"))
    for (split, _) in OxfordPetLayout.splits {
      if let list = try OxfordPetList(path: joinedPath(listFolder, split + ".txt")) {
        self.lists.append((split, list))
      }
    }
  }

  /// The whole listing.
  ///
  /// - Throws: `SystemError`.
  func listing() throws -> DatasetListing {
    var listing = DatasetListing(layout: layout, folder: folder, lists: givenLists)
    listing.officialCounts = Dictionary(uniqueKeysWithValues: OxfordPetLayout.splits)
    listing.splits = lists.map(\.split)
    listing.mends.images = try mend(for: "images")
    listing.mends.masks = try mend(for: "annotations")
    var classes = OxfordPetClassCheck()
    if let all {
      listing.faults += all.faults
      for row in all.rows { classes.see(row, in: all.path) }
    }
    var places: [SampleKey: (split: String, line: Int)] = [:]
    for (split, list) in lists {
      listing.faults += list.faults
      for row in list.rows {
        if let other = places[SampleKey(row.name)] {
          let fault = ListFault.inTwoSplits(row.name, other: other.split, otherLine: other.line)
          listing.faults.append(Located(fault, path: list.path, line: row.line))
          continue
        }
        places[SampleKey(row.name)] = (split, row.line)
        classes.see(row, in: list.path)
        listing.samples.append(sample(row.name, split: split, meta: Self.meta(row)))
      }
    }
    listing.findings = try classes.findings + folderFindings(listed: Set(places.keys))
    listing.unlisted = images.stems.filter { places[SampleKey($0)] == nil }.map {
      sample($0, split: nil, meta: classes.meta(ofPicture: $0))
    }
    return listing
  }

  private func sample(
    _ name: String, split: String?, meta: [String: JSONValue]
  ) -> ListedSample {
    let image = images.picture(name)
    let mask = masks.picture(name)
    return ListedSample(
      key: name, image: joinedPath(folder, "images/" + (image ?? name + ".jpg")),
      hasImage: image != nil,
      mask: MaskSource(
        path: joinedPath(folder, "annotations/trimaps/" + (mask ?? name + ".png")),
        encoding: .trimap),
      hasMask: mask != nil, split: split, meta: meta)
  }

  /// What a line says of its sample.
  static func meta(_ row: OxfordPetRow) -> [String: JSONValue] {
    [
      "breed": .string(row.breed), "species": .string(row.species.name),
      "class_id": .integer(row.classID), "breed_id": .integer(row.breedID),
    ]
  }

  /// What to do when files of one of the two archives are missing.
  private func mend(for name: String) throws -> String {
    if let archive = try Archive.named(name, in: folder) {
      return "unpack it again: \(archive.unpackLine(into: folder))"
    }
    return "get \(name).tar.gz from \(OxfordPetLayout.source) and unpack it: "
      + "tar xzf \(name).tar.gz -C \(shellWord(folder))"
  }

  /// What is odd about the folders.
  private func folderFindings(listed: Set<SampleKey>) throws -> [Finding] {
    var findings: [Finding] = []
    let folders = try [
      ("", PictureFolder(folder, endings: [])),
      ("annotations", PictureFolder(joinedPath(folder, "annotations"), endings: [])),
      ("annotations/xmls", PictureFolder(joinedPath(folder, "annotations/xmls"), endings: ["xml"])),
      ("images", images), ("annotations/trimaps", masks),
    ]
    let known = ["README", "list.txt", "test.txt", "trainval.txt", "trimaps", "xmls"]
    for (name, names) in folders {
      let path = name.isEmpty ? folder : joinedPath(folder, name)
      // What else lies beside images/ and annotations/ is the user's.
      let strays =
        name.isEmpty ? [] : names.strays.filter { name != "annotations" || !known.contains($0) }
      findings += names.twins.map {
        Finding(
          .sameName, path: joinedPath(path, $0), group: path,
          problem: "another picture has this name but for the ending; this one is passed over",
          mend: "to remove it: rm \(shellWord(joinedPath(path, $0)))")
      }
      findings += names.hidden.map {
        Finding(
          .hidden, path: joinedPath(path, $0), group: path,
          problem: "a hidden file, which is passed over",
          mend: "to remove such files: find \(shellWord(path)) -name '._*' -delete")
      }
      findings += strays.map {
        Finding(
          .stray, path: joinedPath(path, $0), group: path,
          problem: "belongs to no sample, and is passed over")
      }
    }
    findings += masks.stems.filter { images.picture($0) == nil && !listed.contains(SampleKey($0)) }
      .map {
        let path = joinedPath(folder, "annotations/trimaps/" + (masks.picture($0) ?? $0))
        return Finding(
          .orphanMask, path: path, group: joinedPath(folder, "annotations/trimaps"),
          problem: "the mask has no picture, and is in no list")
      }
    return findings
  }
}
