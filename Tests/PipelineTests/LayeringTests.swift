import Foundation
import Testing

/// A target imports only what stands below it in the house.
///
/// The package manager refuses cycles, but lets a source import what it merely happens to be linked with.
@Suite struct LayeringTests {
  /// The house from the ground up; a target may import those of the floors below it.
  private static let floors: [[String]] = [
    ["CPNG", "CJPEG", "CTIFF", "COpenBLAS", "CZlib", "CDeflate"],
    ["CCodecs", "CKernels"],
    ["SegBasics"],
    ["SegImaging", "SegGraph"],
    ["SegSamples", "SegModels"],
    ["SegMasks"],
    ["SegAugment", "SegShards", "SegLayouts"],
    ["SegSheets", "SegExchange"],
    ["SegTraining"],
    ["SegCommandLine"],
    ["segls", "segmask", "segaug", "segpack", "segview", "segfit", "segbench"],
  ]

  /// What comes from outside, and which targets may use it.
  private static let outside: [String: @Sendable (String) -> Bool] = [
    "SystemPackage": { $0.hasPrefix("Seg") },
    "FoundationEssentials": { $0.hasPrefix("Seg") },
    "ArgumentParser": { $0 == "SegCommandLine" || $0.first?.isLowercase == true },
    "Synchronization": { $0.hasPrefix("Seg") },
    "Glibc": { _ in true }, "Musl": { _ in true }, "Darwin": { _ in true },
  ]

  private static let sources = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources")

  /// Every import: the target it stands in, the file, and what is imported.
  private static func imports() throws -> [(target: String, file: String, module: String)] {
    var found: [(String, String, String)] = []
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
      let path = file.path.dropFirst(sources.path.count + 1)
      let target = String(path.prefix { $0 != "/" })
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ").drop { $0.hasPrefix("@") || $0 == "internal" }
        guard words.first == "import", let module = words.last else { continue }
        found.append(
          (target, String(path), module.split(separator: ".").first.map(String.init) ?? ""))
      }
    }
    return found
  }

  @Test func importsLeadDown() throws {
    let imports = try Self.imports()
    #expect(imports.count > 100)
    for (target, file, module) in imports {
      if let mayUse = Self.outside[module] {
        #expect(mayUse(target), "\(file) imports \(module)")
        continue
      }
      let from = try #require(
        Self.floors.firstIndex { $0.contains(target) }, "\(target) has no floor")
      let to = try #require(
        Self.floors.firstIndex { $0.contains(module) }, "\(file): \(module) has no floor")
      #expect(to < from, "\(file) imports \(module), which does not stand below")
    }
  }
}
