import SegBasics
import SegImaging
import SegMasks
import SegSamples

/// Opens the picture and the mask of a sample and says what is odd about them.
struct PairInspection: Sendable {
  /// The table the masks are read with.
  let classes: ClassTable?
  /// Reads only what pictures say of themselves; masks are decoded all the same.
  let isQuick: Bool

  /// Everything found; files that are not there are left out.
  func findings(_ sample: ListedSample) -> [Finding] {
    let group = sample.split ?? DatasetListing.unlistedSplit
    var findings: [Finding] = []
    var imageHeader: ImageHeader?
    if sample.hasImage {
      imageHeader = inspectImage(sample.image, group: group, into: &findings)
    }
    if sample.hasMask {
      inspectMask(sample, header: imageHeader, group: group, into: &findings)
    }
    return findings
  }

  private func inspectImage(
    _ path: String, group: String, into findings: inout [Finding]
  ) -> ImageHeader? {
    func add(_ code: FindingCode, _ problem: String, _ mend: String = "") {
      findings.append(Finding(code, path: path, group: group, problem: problem, mend: mend))
    }
    do {
      let bytes = try readFile(path)
      let header = try readImageHeader(bytes)
      if !endings(header.format).contains(ending(path)) {
        add(.otherFormat, "a \(header.format.name) by its content, and read as one")
      }
      inspectOrientation(header.orientation, path: path, add)
      if !isQuick {
        // The orientation has been judged already, from the header.
        for warning in try decodeImage(bytes).warnings where !warning.contains("orientation") {
          add(.decoder, "\(warning); read anyway")
        }
      }
      return header
    } catch let failure as any SegError {
      add(.badImage, reason(failure), "fetch it again: \(extractLine(path, "images.tar.gz"))")
    } catch {
      add(.badImage, "\(error)")
    }
    return nil
  }

  private func inspectOrientation(
    _ orientation: Int?, path: String, _ add: (FindingCode, String, String) -> Void
  ) {
    guard let orientation, orientation != 1 else { return }
    let mend = "to remove the mark: exiftool -Orientation= \(shellWord(path))"
    if (2...8).contains(orientation) {
      add(
        .rotated, "Exif orientation \(orientation); read as stored, as the masks were drawn", mend)
    } else {
      add(.invalidOrientation, "Exif orientation \(orientation) is invalid, and ignored", mend)
    }
  }

  private func inspectMask(
    _ sample: ListedSample, header: ImageHeader?, group: String, into findings: inout [Finding]
  ) {
    let path = sample.mask.path
    func add(_ code: FindingCode, _ problem: String, _ mend: String) {
      findings.append(Finding(code, path: path, group: group, problem: problem, mend: mend))
    }
    do {
      let mask = try decodeMask(
        try readFile(path), encoding: sample.mask.encoding, classes: classes)
      guard let header, header.size != mask.size else { return }
      let size = header.size
      let isTurned = mask.size == PixelSize(width: size.height, height: size.width)
      add(
        .sizeMismatch, "the mask has \(mask.size) pixels, its picture \(size)",
        isTurned && (5...8).contains(header.orientation ?? 1)
          ? "turn the picture as its Exif says: exiftran -ai \(shellWord(sample.image))"
          : "draw the mask again, or take \(sample.key) out of the lists")
    } catch let failure as any SegError where failure is MaskError || failure is SampleError {
      add(.maskValue, failure.description, "take \(sample.key) out of the lists, or mend the mask")
    } catch let failure as any SegError {
      add(.badMask, reason(failure), "fetch it again: \(extractLine(path, "annotations.tar.gz"))")
    } catch {
      add(.badMask, "\(error)", "")
    }
  }

  /// What is wrong, without the path, which stands in its own column.
  private func reason(_ failure: any SegError) -> String {
    switch failure {
    case let failure as Located: reason(failure.failure)
    case let failure as SystemError: "cannot \(failure.operation.rawValue): \(failure.reason)"
    default: failure.description
    }
  }

  /// The line that takes one file out of its archive.
  private func extractLine(_ path: String, _ archive: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let depth = archive == "images.tar.gz" ? 2 : 3
    let member = parts.suffix(depth).joined(separator: "/")
    let root = parts.dropLast(depth).joined(separator: "/")
    return "tar xzf \(archive) -C \(shellWord(root.isEmpty ? "." : root)) \(shellWord(member))"
  }

  private func ending(_ path: String) -> String {
    path.split(separator: ".").last.map { $0.lowercased() } ?? ""
  }

  private func endings(_ format: ImageFormat) -> [String] {
    switch format {
    case .jpeg: ["jpg", "jpeg"]
    case .tiff: ["tif", "tiff"]
    case .png, .gif: [format.fileExtension]
    }
  }
}
