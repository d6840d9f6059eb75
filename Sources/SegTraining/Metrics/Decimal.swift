/// A number with so many places after the point, rounded half away from zero; `nan` and `inf` as words.
///
/// - Parameter places: `0...9`.
public func decimal(_ value: Double, places: Int) -> String {
  precondition((0...9).contains(places), "\(places) places")
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  let scaled = (value.magnitude * Double(scale)).rounded()
  guard scaled < 9e18 else { return "\(value)" }
  let whole = Int(scaled)
  let sign = value < 0 && whole > 0 ? "-" : ""
  guard places > 0 else { return "\(sign)\(whole)" }
  let fraction = String(scale + whole % scale).dropFirst()
  return "\(sign)\(whole / scale).\(fraction)"
}
