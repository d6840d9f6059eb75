import SegSamples

/// Compares the class ids and species in the lists with one another and with the official ones.
struct OxfordPetClassCheck {
  private struct Known {
    var row: OxfordPetRow
    var path: String
  }

  private let officialList = "take the list of the official annotations.tar.gz"
  private var known: [String: Known] = [:]
  /// Lines that contradict an earlier one of the same breed, and breeds that are not numbered as the
  /// official ones, once a breed.
  private(set) var findings: [Finding] = []

  /// Looks at a line.
  mutating func see(_ row: OxfordPetRow, in path: String) {
    guard let first = known[row.breed] else {
      known[row.breed] = Known(row: row, path: path)
      compareWithOfficial(row, in: path)
      return
    }
    guard first.row.classID != row.classID else { return }
    findings.append(
      Finding(
        .classConflict, path: path, line: row.line, group: path,
        problem: "\(row.name) has class id \(row.classID), but \(row.breed) has "
          + "\(first.row.classID) in \(first.path) line \(first.row.line)",
        mend: officialList))
  }

  private mutating func compareWithOfficial(_ row: OxfordPetRow, in path: String) {
    guard let classID = OxfordPetBreeds.classIDs[row.breed] else { return }
    if classID != row.classID {
      findings.append(
        Finding(
          .unofficialClass, path: path, line: row.line, group: path,
          problem: "\(row.breed) has class id \(row.classID), officially \(classID)",
          mend: officialList))
    }
    if let species = OxfordPetBreeds.species(of: row.breed), species != row.species {
      findings.append(
        Finding(
          .unofficialClass, path: path, line: row.line, group: path,
          problem: "\(row.breed) is listed as a \(row.species.name), officially a \(species.name)",
          mend: officialList))
    }
  }

  /// What is known of a picture that is in no list, by others of its breed or the official table.
  func meta(ofPicture name: String) -> [String: JSONValue] {
    let breed = OxfordPetBreeds.breed(ofPicture: name)
    if let row = known[breed]?.row { return OxfordPetReader.meta(row) }
    var meta: [String: JSONValue] = ["breed": .string(breed)]
    if let classID = OxfordPetBreeds.classIDs[breed] { meta["class_id"] = .integer(classID) }
    if let species = OxfordPetBreeds.species(of: breed) { meta["species"] = .string(species.name) }
    return meta
  }
}
