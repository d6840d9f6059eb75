import Foundation

/// The path of a file below the package's `fixtures/`.
public func fixture(_ name: String) -> String {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "fixtures").appending(path: name).path
}
