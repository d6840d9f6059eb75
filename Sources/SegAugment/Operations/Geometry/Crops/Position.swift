import SegBasics

/// Where a rectangle stands in a larger one.
enum Position: String, CaseIterable {
  case center
  case random
  case top
  case bottom
  case left
  case right
  case topLeft = "top-left"
  case topRight = "top-right"
  case bottomLeft = "bottom-left"
  case bottomRight = "bottom-right"

  /// How a parameter `at` is written.
  static let syntax = allCases.map(\.rawValue).joined(separator: "|")

  /// How far from the top a crop begins.
  ///
  /// - Parameter room: Rows of the picture less rows of the crop; negative where the crop is larger.
  func top(_ room: Int, from random: inout RandomStream) -> Int {
    switch self {
    case .top, .topLeft, .topRight: 0
    case .bottom, .bottomLeft, .bottomRight: room
    case .center, .left, .right: Self.middle(room)
    case .random: random.integer(in: min(room, 0)...max(room, 0))
    }
  }

  /// As ``top(_:from:)``, from the left.
  func left(_ room: Int, from random: inout RandomStream) -> Int {
    switch self {
    case .left, .topLeft, .bottomLeft: 0
    case .right, .topRight, .bottomRight: room
    case .center, .top, .bottom: Self.middle(room)
    case .random: random.integer(in: min(room, 0)...max(room, 0))
    }
  }

  /// As torchvision: halves go to the even number in a crop, and to the right in what is padded.
  private static func middle(_ room: Int) -> Int {
    room < 0 ? -(-room / 2) : Int((Double(room) / 2).rounded(.toNearestOrEven))
  }
}
