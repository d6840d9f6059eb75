import CCodecs

/// The words of a C library about one picture, and their translation to ``ImageError``.
struct CodecLog: ~Copyable {
  let pointer: OpaquePointer
  let format: ImageFormat

  init(_ format: ImageFormat) throws(ImageError) {
    guard let pointer = seg_codec_log_new() else {
      throw .damaged(format, "memory ran out")
    }
    self.pointer = pointer
    self.format = format
  }

  deinit { seg_codec_log_free(pointer) }

  var warningCount: Int { Int(seg_codec_log_warning_count(pointer)) }

  /// All warnings so far; those beyond the first few only as a number.
  var warnings: [String] {
    let kept = (0..<seg_codec_log_kept_count(pointer)).map { index in
      clause(String(cString: seg_codec_log_warning(pointer, index)))
    }
    let more = warningCount - kept.count
    return more > 0 ? kept + ["\(format.name): \(more) more warnings"] : kept
  }

  /// The newest warning, in the library's words.
  var lastWarning: String { plain(String(cString: seg_codec_log_last_warning(pointer))) }

  /// Adds a warning of our own.
  func warn(_ text: String) { seg_codec_log_add_warning(pointer, text) }

  /// The error of the last step, in the library's words; empty when it went well.
  var errorText: String { plain(String(cString: seg_codec_log_error(pointer))) }

  /// A clause such as `JPEG: 3 extraneous bytes before marker 0xd9`.
  func clause(_ text: String) -> String { "\(format.name): \(plain(text))" }

  /// Throws what a failed step means.
  ///
  /// - Parameter size: Of the picture, once it is known.
  func check(_ status: Int32, size: PixelSize? = nil) throws(ImageError) {
    switch Int(status) {
    case SEG_CODEC_DONE: return
    case SEG_CODEC_UNSUPPORTED: throw .unsupported(format, errorText)
    case SEG_CODEC_OUT_OF_MEMORY:
      let text = "needs more memory than is allowed (\(errorText))"
      guard let size else { throw .damaged(format, text) }
      throw .overLimit(format, size: size, text)
    default: throw .damaged(format, errorText)
    }
  }

  private func plain(_ text: String) -> String {
    let prefix = "Corrupt JPEG data: "
    return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
  }
}
