import SegBasics

/// Paints one pet.
struct PetPainter {
  let breed: Breed
  let fur: Fur
  let place: Placement
  /// What the stream drew for this pet.
  let collar: Color?
  let tailCurl: Float
  let isTongueOut: Bool

  init(_ breed: Breed, at place: Placement, stream: inout RandomStream) {
    self.breed = breed
    self.place = place
    fur = Fur(breed, scale: place.scale, stream: &stream)
    let collars: [UInt32] = [0xC8322B, 0x2B6CC8, 0x2FA35A, 0xE0B020, 0x9A3FA8]
    let color = collars[stream.integer(in: 0...collars.count - 1)]
    collar = stream.chance(0.5) ? Color(hex: color) : nil
    tailCurl = Float(stream.uniform(-0.1, 0.25))
    isTongueOut = !breed.isCat && stream.chance(0.5)
  }

  /// How the pet holds itself.
  enum Pose: CaseIterable {
    case sitting
    case standing
    case lying
  }

  func paint(_ pose: Pose, on canvas: inout Canvas) {
    switch pose {
    case .sitting: sitting(&canvas)
    case .standing: standing(&canvas)
    case .lying: lying(&canvas)
    }
  }

  private func sitting(_ canvas: inout Canvas) {
    shadow(&canvas, x: 0.03, width: 0.42)
    tail(&canvas, from: (0.2, 0.08), bend: (0.46, 0.05), to: (0.44 + tailCurl / 3, 0.36))
    part(&canvas, place.ellipse(0, 0.3, 0.23, 0.3), .body)
    for side: Float in [-1, 1] {
      part(&canvas, place.ellipse(side * 0.19, 0.12, 0.12, 0.13), .limb)
      part(&canvas, place.ellipse(side * 0.22, 0.03, 0.1, 0.04), .limb)
    }
    part(&canvas, place.ellipse(0, 0.33, 0.13, 0.2), .belly, softness: 0.05)
    for side: Float in [-1, 1] {
      part(&canvas, place.stroke(side * 0.075, 0.3, side * 0.075, 0.05, 0.06, 0.05), .limb)
      part(&canvas, place.ellipse(side * 0.08, 0.03, 0.07, 0.042), .limb)
    }
    collarBand(&canvas, place.stroke(-0.12, 0.53, 0.12, 0.53, 0.032, 0.032), tag: (0, 0.485))
    face(&canvas, x: 0, y: 0.69, size: 1)
  }

  private func standing(_ canvas: inout Canvas) {
    shadow(&canvas, x: 0, width: 0.6)
    tail(&canvas, from: (-0.36, 0.5), bend: (-0.6, 0.5), to: (-0.56 + tailCurl / 2, 0.82))
    for x: Float in [-0.24, 0.3] {
      let leg = place.stroke(x, 0.38, x + 0.01, 0.05, 0.07, 0.05)
      canvas.paint(leg, isPet: true) { fur.color($0, $1, .limb).shaded(0.72) }
    }
    part(&canvas, place.ellipse(-0.02, 0.45, 0.4, 0.18), .body)
    part(&canvas, place.ellipse(0, 0.35, 0.28, 0.07), .belly, softness: 0.05)
    part(&canvas, place.stroke(0.27, 0.48, 0.4, 0.66, 0.14, 0.11), .body)
    for x: Float in [-0.33, 0.22] {
      part(&canvas, place.stroke(x, 0.4, x, 0.05, 0.085, 0.055), .limb)
      part(&canvas, place.ellipse(x + 0.03, 0.035, 0.08, 0.04), .limb)
    }
    collarBand(&canvas, place.stroke(0.24, 0.64, 0.48, 0.55, 0.03, 0.03), tag: (0.42, 0.53))
    face(&canvas, x: 0.42, y: 0.76, size: 0.86)
  }

  private func lying(_ canvas: inout Canvas) {
    shadow(&canvas, x: 0, width: 0.62)
    tail(&canvas, from: (-0.42, 0.12), bend: (-0.62, 0.05), to: (-0.5, 0.3 + tailCurl / 2))
    part(&canvas, place.ellipse(-0.08, 0.2, 0.43, 0.2), .body)
    part(&canvas, place.ellipse(-0.3, 0.13, 0.17, 0.13), .limb)
    part(&canvas, place.ellipse(-0.22, 0.035, 0.13, 0.042), .limb)
    part(&canvas, place.ellipse(0.05, 0.08, 0.22, 0.07), .belly, softness: 0.05)
    for x: Float in [0.2, 0.34] {
      part(&canvas, place.stroke(x - 0.06, 0.12, x + 0.14, 0.045, 0.06, 0.05), .limb)
    }
    collarBand(&canvas, place.stroke(0.14, 0.27, 0.36, 0.25, 0.03, 0.03), tag: (0.25, 0.2))
    face(&canvas, x: 0.24, y: 0.43, size: 0.95)
  }

  /// Paints a part of the pet in its fur.
  ///
  /// - Parameter softness: In units of the pet; 0 for a sharp outline.
  func part(
    _ canvas: inout Canvas, _ shape: Shape, _ part: Fur.Part, softness: Float = 0
  ) {
    canvas.paint(shape, isPet: true, softness: max(1, softness * place.scale)) { point, distance in
      fur.color(point, softness > 0 ? -place.scale : distance, part)
    }
  }

  private func shadow(_ canvas: inout Canvas, x: Float, width: Float) {
    canvas.paint(
      place.ellipse(x, 0.005, width, 0.07), softness: 0.1 * place.scale, opacity: 0.45
    ) { _, _ in Color(0.08, 0.07, 0.09) }
  }

  /// A bent stroke, thicker for dogs.
  private func tail(
    _ canvas: inout Canvas, from a: (Float, Float), bend b: (Float, Float), to c: (Float, Float)
  ) {
    let thick: Float = breed.isCat ? 0.045 : 0.06
    let steps = 10
    let points = (0...steps).map { step -> Point in
      let t = Float(step) / Float(steps)
      let s = 1 - t
      return place.point(
        s * s * a.0 + 2 * s * t * b.0 + t * t * c.0, s * s * a.1 + 2 * s * t * b.1 + t * t * c.1)
    }
    part(&canvas, .curve(points, place.scale * thick), .limb)
    if breed.coat == .points || breed.coat == .patches {
      part(&canvas, .curve(Array(points.suffix(4)), place.scale * thick), .ear)
    }
  }

  private func collarBand(_ canvas: inout Canvas, _ band: Shape, tag: (Float, Float)) {
    guard let collar else { return }
    canvas.paint(band, isPet: true) { _, _ in collar }
    canvas.paint(place.ellipse(tag.0, tag.1, 0.035, 0.035), isPet: true) { _, distance in
      Color(hex: 0xF0C84A).shaded(distance > -1 ? 0.75 : 1)
    }
  }
}
