import COpenBLAS
import Synchronization

/// A matrix in rows: `[rows, columns]`.
struct MatrixView {
  let values: UnsafePointer<Float>
  let rows: Int
  let columns: Int
  var transposed = false
  /// Numbers from row to row, if not `columns`.
  var stride: Int?
}

/// `out = scale·out + left · right` on the calling thread.
///
/// - Parameters:
///   - left: `[m, k]`, or `[k, m]` and transposed.
///   - right: `[k, n]`.
///   - scale: 0 to set, 1 to add.
///   - out: `[m, n]`.
///   - stride: Numbers from row to row of `out`, if not n.
func multiply(
  _ left: MatrixView, _ right: MatrixView, scale: Float, into out: UnsafeMutablePointer<Float>,
  stride: Int? = nil
) {
  let m = left.transposed ? left.columns : left.rows
  let k = left.transposed ? left.rows : left.columns
  cblas_sgemm(
    CblasRowMajor, left.transposed ? CblasTrans : CblasNoTrans, CblasNoTrans, Int32(m),
    Int32(right.columns), Int32(k), 1, left.values, Int32(left.stride ?? left.columns),
    right.values, Int32(right.stride ?? right.columns), scale, out, Int32(stride ?? right.columns))
}

/// Tells the library to compute on the calling thread what that thread asks for: the splitting over
/// cores is ours, and a product cut up by the library has other last bits.
///
/// One call is enough for a library built with threads of its own; one built with OpenMP counts
/// anew for each thread that calls it, so that every thread which multiplies says it for itself.
func keepProductsOnOneThread() {
  // The library keeps its buffers by this number, unguarded.
  settingThreads.withLock { _ in openblas_set_num_threads(1) }
}

private let settingThreads = Mutex(())
