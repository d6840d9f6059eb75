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
    var maskFindings: [Finding] = []
    var mask: PixelSize?
    if sample.hasMask {
      mask = inspectMask(sample, header: imageHeader, group: group, into: &maskFindings)
    }
    if let imageHeader {
      findings += orientationFinding(imageHeader, mask: mask, path: sample.image, group: group)
    }
    return findings + maskFindings
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

  /// What becomes of an Exif orientation; nothing for a picture that has none.
  private func orientationFinding(
    _ header: ImageHeader, mask: PixelSize?, path: String, group: String
  ) -> [Finding] {
    guard let orientation = header.orientation, orientation != 1 else { return [] }
    let mark = "Exif orientation \(orientation)"
    let turn = PairedOrientation(stored: header.size, orientation: orientation, mask: mask)
    let problem =
      if !(2...8).contains(orientation) {
        "\(mark) is invalid, and ignored"
      } else if turn.applies {
        "\(mark); turned, as \(mask == nil ? "there is no mask" : "the mask was drawn")"
      } else {
        turn.warning ?? "\(mark); read as stored, as the mask was drawn"
      }
    return [
      Finding(
        (2...8).contains(orientation) ? .rotated : .invalidOrientation, path: path, group: group,
        problem: problem,
        mend: turn.applies ? "" : "to remove the mark: exiftool -Orientation= \(shellWord(path))")
    ]
  }

  private func inspectMask(
    _ sample: ListedSample, header: ImageHeader?, group: String, into findings: inout [Finding]
  ) -> PixelSize? {
    let path = sample.mask.path
    func add(_ code: FindingCode, _ problem: String, _ mend: String) {
      findings.append(Finding(code, path: path, group: group, problem: problem, mend: mend))
    }
    do {
      let mask = try decodeMask(
        try readFile(path), encoding: sample.mask.encoding, classes: classes)
      if let header, header.size(besideMask: mask.size) != mask.size {
        add(
          .sizeMismatch, "the mask has \(mask.size) pixels, its picture \(header.size)",
          "draw the mask again, or take \(sample.key) out of the lists")
      }
      return mask.size
    } catch let failure as any SegError where failure is MaskError || failure is SampleError {
      add(.maskValue, failure.description, "take \(sample.key) out of the lists, or mend the mask")
    } catch let failure as any SegError {
      add(.badMask, reason(failure), "fetch it again: \(extractLine(path, "annotations.tar.gz"))")
    } catch {
      add(.badMask, "\(error)", "")
    }
    return nil
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
