import CKernels

/// The gradient of a Winograd convolution's filter: for each of the 36 places of a transformed tile
/// the product `Vᵀ · dM` over the tiles of the batch, transformed back at the end.
///
/// The work is cut in one of two ways, by the size of the layer and never by the number of threads:
/// where the 36 sums are small, runs of tiles are summed up side by side (``lanes``) and the sums added in
/// order; where they are large, the tiles are transformed for all places first, and each place is
/// a product by itself.
extension WinogradConvolution {
  private static let most = 48 << 20

  /// Sums that are added up at the end; blocks belong to lanes by number, not by thread.
  private var lanes: Int { max(1, min(16, tasks, Self.most / (4 * transformedCount))) }
  /// With fewer sums than this the memory for them leaves threads without work.
  private var goesByPlace: Bool { Self.most / (4 * transformedCount) < 8 }

  var filterGradientScratch: LayerNeeds.Scratch {
    guard goesByPlace else {
      return .init(shared: 4 * transformedCount * lanes, perThread: scratch.perThread)
    }
    let tiles = Self.places * (chunkStride(input.channels) + chunkStride(outputChannels))
    return .init(shared: 4 * (transformedCount + tiles), perThread: 0)
  }

  /// Computes the gradient of the filter, `[3, 3, Cin, Cout]`.
  func filterGradient(
    _ source: Tensor, gradient: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    scratch: Layer.Scratch, team: ThreadTeam
  ) {
    let (cin, cout) = (input.channels, outputChannels)
    let sums = scratch.floats
    if goesByPlace {
      sumByPlace(source, gradient: gradient, sums: sums, team: team)
    } else {
      sumByLane(source, gradient: gradient, scratch: scratch, team: team)
    }
    let lanes = goesByPlace ? 1 : lanes
    team.run(tasks: cin / 16) { task, _ in
      for lane in 1..<lanes {
        for place in 0..<Self.places {
          let start = (place * cin + 16 * task) * cout
          seg_add(sums + lane * transformedCount + start, 16 * cout, sums + start)
        }
      }
      seg_winograd_filter_gradient(sums, cin, cout, 16 * task, 16, target)
    }
  }

  private func sumByLane(
    _ source: Tensor, gradient: UnsafePointer<Float>, scratch: Layer.Scratch, team: ThreadTeam
  ) {
    let (cin, cout) = (input.channels, outputChannels)
    let lanes = lanes
    let (left, right) = (stride(cin), stride(cout))
    team.run(tasks: lanes) { lane, thread in
      let sum = scratch.floats + lane * transformedCount
      sum.update(repeating: 0, count: transformedCount)
      let tiles = scratch.floats(of: thread)
      let gradients = tiles + Self.places * left
      for task in lane * tasks / lanes..<(lane + 1) * tasks / lanes {
        let (sample, first, count) = block(of: task)
        seg_winograd_input(
          source.sample(sample), tiled(cin), first, count, source.promise, tiles, left)
        seg_winograd_gradient(
          gradient + sample * input.pixels * cout, tiled(cout), first, count, gradients, right)
        for place in 0..<Self.places {
          addTransposed(
            tiles + place * left, gradients + place * right, depth: count, rows: cin,
            into: sum + place * cin * cout)
        }
      }
    }
  }

  // MARK: By place

  /// Tiles that are transformed in one task, all of one sample.
  private static let unit = 8
  /// Units whose transforms are held at once: about 256 tiles, so that both sides of a product stay in
  /// the second-level cache.
  private static let unitsOfChunk = 32
  /// Rows of a product in one task.
  private static let slice = 128

  private var unitsPerSample: Int { (tilesPerSample + Self.unit - 1) / Self.unit }

  /// Where a unit begins in the tiles of the batch; the number of units: where they end.
  private func start(of unit: Int) -> Int {
    unit / unitsPerSample * tilesPerSample + unit % unitsPerSample * Self.unit
  }

  /// From place to place of a chunk; not a power of two.
  private func chunkStride(_ channels: Int) -> Int {
    min(samples * tilesPerSample, Self.unitsOfChunk * Self.unit) * channels + 16
  }

  private func sumByPlace(
    _ source: Tensor, gradient: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>,
    team: ThreadTeam
  ) {
    let (cin, cout) = (input.channels, outputChannels)
    let (left, right) = (chunkStride(cin), chunkStride(cout))
    let tiles = sums + transformedCount
    let gradients = tiles + Self.places * left
    let slices = (cin + Self.slice - 1) / Self.slice
    let units = samples * unitsPerSample
    for begin in Swift.stride(from: 0, to: units, by: Self.unitsOfChunk) {
      let end = min(units, begin + Self.unitsOfChunk)
      let origin = start(of: begin)
      team.run(tasks: end - begin) { task, _ in
        let start = start(of: begin + task)
        let (sample, first) = start.quotientAndRemainder(dividingBy: tilesPerSample)
        let count = min(Self.unit, tilesPerSample - first)
        seg_winograd_input(
          source.sample(sample), tiled(cin), first, count, source.promise,
          tiles + (start - origin) * cin, left)
        seg_winograd_gradient(
          gradient + sample * input.pixels * cout, tiled(cout), first, count,
          gradients + (start - origin) * cout, right)
      }
      team.run(tasks: Self.places * slices) { task, _ in
        let (place, slice) = task.quotientAndRemainder(dividingBy: slices)
        let row = slice * Self.slice
        let rows = min(Self.slice, cin - row)
        let sum = sums + (place * cin + row) * cout
        if begin == 0 { sum.update(repeating: 0, count: rows * cout) }
        addTransposed(
          tiles + place * left + row, gradients + place * right, depth: start(of: end) - origin,
          rows: rows, into: sum)
      }
    }
  }

  /// Adds `leftᵀ · right`; left `[depth, Cin]`, of which `rows` columns, right `[depth, Cout]`.
  private func addTransposed(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, depth: Int, rows: Int,
    into out: UnsafeMutablePointer<Float>
  ) {
    let (cin, cout) = (input.channels, outputChannels)
    if usesOwnProducts {
      seg_transposed_product(left, cin, right, depth, rows, cout, out)
    } else {
      multiply(
        MatrixView(values: left, rows: depth, columns: rows, transposed: true, stride: cin),
        MatrixView(values: right, rows: depth, columns: cout), scale: 1, into: out)
    }
  }
}
