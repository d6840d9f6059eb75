import CKernels

extension Image {
  /// Contrast limited adaptive histogram equalization (Zuiderveld 1994), as OpenCV does it.
  ///
  /// A gray picture itself; of RGB the lightness L of CIE L*a*b*. An alpha channel stays.
  ///
  /// - Parameters:
  ///   - clipLimit: How many times the mean count of a value its count may be; 0 means no limit.
  ///   - tiles: How many tiles there are across and down.
  /// - Precondition: The limit is not negative, there are 1 to 256 tiles each way, and
  ///   ``supportsColorAdjustment``.
  public mutating func equalizeAdaptively(clipLimit: Double, tiles: PixelSize) {
    precondition(clipLimit >= 0 && clipLimit <= 1e6, "a clip limit of \(clipLimit)")
    precondition(
      (1...256).contains(tiles.width) && (1...256).contains(tiles.height), "\(tiles) tiles")
    precondition(supportsColorAdjustment, "CLAHE of \(channels) channels")
    modifyColors(
      { $0.equalizeLightness(clipLimit, tiles) }, { $0.equalizeLightness(clipLimit, tiles) })
  }
}

extension Raster where Scalar: ColorSample {
  fileprivate mutating func equalizeLightness(_ clipLimit: Double, _ tiles: PixelSize) {
    if channels == 1 {
      equalizePlane(&values, clipLimit, tiles)
      return
    }
    var l = [Scalar](repeating: 0, count: width * height)
    var a = l
    var b = l
    Scalar.labFromRGB(values, to: &l, &a, &b)
    equalizePlane(&l, clipLimit, tiles)
    Scalar.labToRGB(l, a, b, rgb: &values)
  }

  private func equalizePlane(_ plane: inout [Scalar], _ clipLimit: Double, _ tiles: PixelSize) {
    // OpenCV adds a whole row and a whole column of tiles' worth where only one is lacking.
    let fits = width.isMultiple(of: tiles.width) && height.isMultiple(of: tiles.height)
    let across = fits ? width : width + tiles.width - width % tiles.width
    let down = fits ? height : height + tiles.height - height % tiles.height
    var grid = seg_tiles(
      height: height, width: width, tiles_down: tiles.height, tiles_across: tiles.width,
      tile_height: down / tiles.height, tile_width: across / tiles.width)
    let levels = 1 << Scalar.bitWidth
    let limit = clipLimit * Double(grid.tile_height * grid.tile_width) / Double(levels)
    let clip = clipLimit > 0 ? Int32(min(max(limit, 1), Double(Int32.max))) : 0
    var tables = [Scalar](repeating: 0, count: tiles.width * tiles.height * levels)
    Scalar.kernels.claheTables(plane, &grid, clip, &tables)
    Scalar.kernels.claheApply(&plane, &grid, tables)
  }
}
