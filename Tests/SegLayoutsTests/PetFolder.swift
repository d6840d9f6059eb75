import DrawnPets
import Foundation
import SegLayouts
import SegTestSupport

/// A small drawn data set in a folder of its own, to be damaged at will.
struct PetFolder {
  let folder: TemporaryFolder

  /// Six pets in trainval, two in test, one in no list when there are oddities.
  init(oddities: Bool = false) throws {
    folder = try TemporaryFolder()
    try DrawnPetSet(trainval: 6, test: 2, hasOddities: oddities).write(to: folder.path)
  }

  func path(_ name: String) -> String { folder.file(name) }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  func listing(lists: String? = nil) throws -> DatasetListing {
    try readDataset(at: folder.path, lists: lists)
  }

  /// What the doctor says, as `code name`.
  func findings() throws -> [String] {
    try listing().check(jobs: 2).map {
      "\($0.code.rawValue) \(URL(filePath: $0.path).lastPathComponent)"
    }
  }
}
