import COpenBLAS

/// A matrix in rows: `[rows, columns]`.
struct MatrixView {
  let values: UnsafePointer<Float>
  let rows: Int
  let columns: Int
  var transposed = false
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
    Int32(right.columns), Int32(k), 1, left.values, Int32(left.columns), right.values,
    Int32(right.columns), scale, out, Int32(stride ?? right.columns))
}

/// Tells the library to stay on the thread that calls it: the splitting over cores is ours.
func keepProductsOnOneThread() { openblas_set_num_threads(1) }
