import SegBasics

/// What stands behind a pet: a meadow, a room or a beach, with things that are no pets.
struct Scenery {
  /// The kinds of places.
  enum Kind: CaseIterable {
    case meadow
    case room
    case beach
    case night
  }

  private let kind: Kind
  private let noise: Noise
  /// Where the ground begins, in pixels from the top.
  let horizon: Float
  private let scale: Float
  private let width: Float
  private let far: Color
  private let farBelow: Color
  private let ground: Color

  /// Draws a place for a picture of some size.
  init(width: Int, height: Int, stream: inout RandomStream) {
    kind = Kind.allCases[stream.integer(in: 0...Kind.allCases.count - 1)]
    noise = Noise(seed: stream.next())
    self.width = Float(width)
    scale = Float(min(width, height))
    horizon = Float(height) * Float(stream.uniform(0.42, 0.66))
    func pick(_ colors: [UInt32]) -> Color {
      Color(hex: colors[stream.integer(in: 0...colors.count - 1)])
        .shaded(Float(stream.uniform(0.92, 1.05)))
    }
    switch kind {
    case .meadow:
      far = pick([0x7FB4E0, 0x9CC7EA, 0xB5CFE0])
      farBelow = pick([0xDDEBF2, 0xF4E6D2])
      ground = pick([0x6FA24A, 0x88AB52, 0x557F45])
    case .room:
      far = pick([0xD9C8B4, 0xB7C9C2, 0xC9B7CB, 0xE3D9A8, 0x9FB3C8])
      farBelow = far.shaded(0.93)
      ground = pick([0x8C6242, 0xA98560, 0x6E7B86, 0x9C5A50])
    case .beach:
      far = pick([0x8CCBE8, 0xF0C9A0])
      farBelow = pick([0xE6F2F5, 0xF8E5C8])
      ground = pick([0xE3CC9A, 0xD6B982])
    case .night:
      far = pick([0x1D2747, 0x2B2450])
      farBelow = pick([0x4A4E7C, 0x6B4F7A])
      ground = pick([0x35504A, 0x3F4660])
    }
  }

  /// The colour of a place without things.
  func color(_ place: Point) -> Color {
    let x = place.x / scale
    let y = place.y / scale
    if place.y < horizon {
      let sky = far.mixed(farBelow, place.y / horizon)
      switch kind {
      case .meadow, .beach:
        let cloud = max(0, noise.rough(2.2 * x, 5 * y) - 0.15)
        return sky.mixed(Color(1, 1, 1), min(0.8, 1.6 * cloud))
      case .room:
        let stripe = (7 * x) - (7 * x).rounded(.down)
        return sky.shaded((stripe < 0.5 ? 1 : 0.965) + 0.02 * noise.value(30 * x, 30 * y))
      case .night:
        return noise.value(52 * x, 52 * y) > 0.9 ? Color(0.95, 0.93, 0.8) : sky
      }
    }
    let depth = (place.y - horizon) / scale
    switch kind {
    case .meadow, .night:
      let blades = 0.14 * noise.rough(46 * x, 12 * y) + 0.1 * noise.value(5 * x, 9 * y)
      return ground.shaded(0.88 + 0.3 * depth + blades)
    case .room:
      // Boards, narrower towards the wall.
      let board = 9 * depth / (depth + 0.5) * 2
      let seam = board - board.rounded(.down)
      let skirting = depth < 0.025
      let grain = 0.08 * noise.rough(6 * x, 60 * y)
      return skirting ? Color(0.95, 0.94, 0.92) : ground.shaded((seam < 0.06 ? 0.75 : 1) + grain)
    case .beach:
      if depth < 0.12 {
        return Color(hex: 0x4FA3BF).shaded(1 + 0.12 * noise.rough(8 * x, 50 * y))
      }
      return ground.shaded(0.97 + 0.08 * noise.rough(40 * x, 40 * y) + 0.1 * depth)
    }
  }

  /// Paints things that are no pets: balls, bushes, pictures on the wall, a moon.
  func paintThings(on canvas: inout Canvas, stream: inout RandomStream) {
    switch kind {
    case .meadow: bushes(&canvas, &stream, Color(hex: 0x3F6E3A))
    case .room: pictureFrame(&canvas, &stream)
    case .beach, .night: disc(&canvas, &stream)
    }
    if stream.chance(0.45) { ball(&canvas, &stream) }
  }

  private func bushes(_ canvas: inout Canvas, _ stream: inout RandomStream, _ color: Color) {
    for _ in 0..<stream.integer(in: 2...4) {
      let x = Float(stream.uniform()) * width
      let reach = scale * Float(stream.uniform(0.08, 0.2))
      for offset: Float in [-0.7, 0, 0.7] {
        let radius = offset == 0 ? reach : 0.7 * reach
        let bush = Shape.ellipse(
          center: Point(x + offset * reach, horizon - 0.3 * radius), radii: Point(radius, radius),
          axis: Point(1, 0))
        canvas.paint(bush) { place, _ in
          color.shaded(1 + 0.25 * noise.rough(place.x / scale * 22, place.y / scale * 22))
        }
      }
    }
    canvas.paint(.below(horizon)) { place, _ in self.color(place) }
  }

  private func pictureFrame(_ canvas: inout Canvas, _ stream: inout RandomStream) {
    let x = Float(stream.uniform(0.1, 0.9)) * width
    let y = horizon * Float(stream.uniform(0.3, 0.5))
    let reach = scale * Float(stream.uniform(0.06, 0.11))
    let inner = Color(hex: [0x5B8FB0, 0xB0665B, 0x6FA37A][stream.integer(in: 0...2)])
    for (grow, color) in [(0.3 * reach, Color(hex: 0x5A4030)), (0, inner)] {
      let frame = Shape.box(
        center: Point(x, y), half: Point(1.5 * reach + grow, 1.1 * reach + grow))
      canvas.paint(frame) { _, _ in color }
    }
    let hill = Shape.triangle(
      Point(x - 1.2 * reach, y + 1.1 * reach), Point(x + 1.2 * reach, y + 1.1 * reach),
      Point(x + 0.3 * reach, y - 0.4 * reach), round: 0)
    canvas.paint(hill) { _, _ in inner.shaded(0.7) }
  }

  private func disc(_ canvas: inout Canvas, _ stream: inout RandomStream) {
    let center = Point(Float(stream.uniform(0.1, 0.9)) * width, horizon * 0.3)
    let radius = scale * Float(stream.uniform(0.05, 0.08))
    let color = kind == .night ? Color(hex: 0xEDE9D2) : Color(hex: 0xFFF0B0)
    canvas.paint(.ellipse(center: center, radii: Point(radius, radius), axis: Point(1, 0))) {
      _, _ in color
    }
  }

  private func ball(_ canvas: inout Canvas, _ stream: inout RandomStream) {
    let color = Color(hex: [0xD8443C, 0x3C74D8, 0xE8B93A, 0xB34FC0][stream.integer(in: 0...3)])
    let radius = scale * Float(stream.uniform(0.05, 0.09))
    let center = Point(
      Float(stream.uniform(0.05, 0.95)) * width,
      horizon + Float(stream.uniform(0.05, 0.3)) * scale)
    canvas.paint(
      .ellipse(
        center: center + Point(0, 0.9 * radius), radii: Point(1.1 * radius, 0.3 * radius),
        axis: Point(1, 0)), softness: 4, opacity: 0.4
    ) { _, _ in Color(0, 0, 0) }
    canvas.paint(.ellipse(center: center, radii: Point(radius, radius), axis: Point(1, 0))) {
      place, _ in
      let light = (center - place).dot(Point(0.5, 0.85)) / radius
      return color.shaded(0.9 + 0.3 * light)
    }
    canvas.paint(
      .stroke(center - Point(0.8 * radius, 0), center + Point(0.8 * radius, 0), 1.2, 1.2)
    ) { _, _ in Color(1, 1, 1) }
  }
}
