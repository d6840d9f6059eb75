extension PetPainter {
  /// Paints a face that looks out of the picture.
  ///
  /// - Parameters:
  ///   - x: The middle, in units of the pet.
  ///   - y: The middle, in units of the pet above its paws.
  ///   - size: 1 for a head of 0.46 units.
  func face(_ canvas: inout Canvas, x: Float, y: Float, size: Float) {
    let head = Placement(
      origin: place.point(x, y), scale: place.scale * size, side: place.side)
    if breed.ears != .hanging { ears(&canvas, head) }
    part(&canvas, head.ellipse(0, 0, 0.23, breed.isCat ? 0.19 : 0.21), .head)
    if breed.isCat {
      for side: Float in [-1, 1] {
        part(&canvas, head.ellipse(side * 0.13, -0.07, 0.1, 0.09), .head, softness: 0.03)
      }
    }
    if breed.ears == .hanging { ears(&canvas, head) }
    muzzle(&canvas, head)
    eyes(&canvas, head)
    if breed.isCat { whiskers(&canvas, head) }
  }

  private func ears(_ canvas: inout Canvas, _ head: Placement) {
    let inner = breed.isCat ? Color(hex: 0xE3A5A0) : fur.base.mixed(Color(hex: 0xC98880), 0.6)
    for side: Float in [-1, 1] {
      switch breed.ears {
      case .pointed:
        part(
          &canvas,
          head.triangle(
            side * 0.2, 0.06, side * 0.185, 0.29, side * 0.06, 0.16, round: 0.025), .ear)
        let small = head.triangle(
          side * 0.17, 0.1, side * 0.172, 0.24, side * 0.095, 0.16, round: 0.01)
        canvas.paint(small, isPet: true, softness: 2) { _, _ in inner }
      case .hanging:
        part(&canvas, head.ellipse(side * 0.235, -0.03, 0.07, 0.18, lean: -side * 0.2), .ear)
      case .folded:
        part(
          &canvas,
          head.triangle(
            side * 0.09, 0.17, side * 0.2, 0.15, side * 0.27, 0.04, round: 0.04), .ear)
      }
    }
  }

  private func muzzle(_ canvas: inout Canvas, _ head: Placement) {
    let dark = Color(hex: 0x2A2022)
    if isTongueOut {
      canvas.paint(head.ellipse(0.01, -0.19, 0.042, 0.07), isPet: true) { _, distance in
        Color(hex: 0xE8788A).shaded(distance > -1.2 ? 0.8 : 1)
      }
    }
    if breed.isCat {
      for side: Float in [-1, 1] {
        part(&canvas, head.ellipse(side * 0.045, -0.085, 0.06, 0.045), .muzzle, softness: 0.025)
      }
      canvas.paint(
        head.triangle(-0.022, -0.04, 0.022, -0.04, 0, -0.06, round: 0.01), isPet: true
      ) { _, _ in Color(hex: 0xD07F86) }
    } else {
      part(&canvas, head.ellipse(0, -0.09, 0.115, 0.1), .muzzle, softness: 0.03)
      canvas.paint(head.ellipse(0, -0.035, 0.048, 0.034), isPet: true) { _, _ in dark }
      canvas.paint(head.ellipse(-0.012, -0.024, 0.014, 0.008), isPet: true) { _, _ in
        Color(0.6, 0.6, 0.62)
      }
    }
    let lip: Float = breed.isCat ? 0.098 : 0.115
    canvas.paint(head.stroke(0, -0.05, 0, -lip + 0.01, 0.006, 0.006), isPet: true) { _, _ in dark }
    for side: Float in [-1, 1] {
      // A smile of two curves.
      for (x0, y0, x1, y1): (Float, Float, Float, Float) in [
        (0, 0.01, 0.02, -0.008), (0.02, -0.008, 0.045, -0.005), (0.045, -0.005, 0.062, 0.014),
      ] {
        let line = head.stroke(side * x0, y0 - lip, side * x1, y1 - lip, 0.006, 0.005)
        canvas.paint(line, isPet: true, opacity: 0.85) { _, _ in dark }
      }
    }
  }

  private func eyes(_ canvas: inout Canvas, _ head: Placement) {
    let iris = Color(hex: breed.eyes)
    let dark = Color(hex: 0x161214)
    for side: Float in [-1, 1] {
      let x = side * 0.095
      let y: Float = breed.isCat ? 0.02 : 0.045
      let size: Float = breed.isCat ? 0.05 : 0.036
      canvas.paint(head.ellipse(x, y, size + 0.01, size + 0.008), isPet: true) { _, _ in dark }
      canvas.paint(head.ellipse(x, y, size, size - 0.002), isPet: true) { _, _ in iris }
      canvas.paint(head.ellipse(x, y, breed.isCat ? 0.016 : 0.024, size * 0.8), isPet: true) {
        _, _ in dark
      }
      canvas.paint(head.ellipse(x + 0.014, y + 0.016, 0.011, 0.011), isPet: true) { _, _ in
        Color(1, 1, 1)
      }
    }
  }

  /// Hairs too thin for the silhouette.
  private func whiskers(_ canvas: inout Canvas, _ head: Placement) {
    for side: Float in [-1, 1] {
      for row: Float in [-1, 0, 1] {
        let hair = head.stroke(
          side * 0.08, -0.085 + 0.015 * row, side * 0.29, -0.08 + 0.05 * row, 0.003, 0.002)
        canvas.paint(hair, opacity: 0.75) { _, _ in Color(0.96, 0.95, 0.93) }
      }
    }
  }
}
