#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One block of memory, held until the network goes.
///
/// Large pages where the system has them: a step walks through all of it, and small pages would cost
/// more time in looking up addresses than the arithmetic of some layers.
final class Arena {
  let start: UnsafeMutableRawPointer
  private static let largePage = 2 << 20

  init(bytes: Int) throws(GraphError) {
    var memory: UnsafeMutableRawPointer?
    let alignment = bytes >= Self.largePage ? Self.largePage : 4096
    guard posix_memalign(&memory, alignment, max(bytes, 1)) == 0, let memory else {
      throw .outOfMemory(bytes: bytes)
    }
    #if os(Linux)
      madvise(memory, bytes, MADV_HUGEPAGE)
    #endif
    start = memory
  }

  deinit { free(start) }
}
