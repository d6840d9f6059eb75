import SegBasics
import SegImaging
import SegSamples

/// What a canvas needs to know of its sample to mix others into it.
///
/// A partner goes through the operations that stand before the mixing, with random numbers of its own:
/// it looks as it does itself at that place.
struct Mixing: Sendable {
  /// Where partners come from.
  let source: any PartnerSource
  /// The key of the sample on the canvas, as it was before any copy.
  let key: String
  /// The class table of the sample; its partners must have the same.
  let classes: ClassTable?
  /// Names the random numbers of the run; the sample's key is replaced by the partner's.
  let stream: @Sendable (_ key: String) -> StreamKey
  /// The operations of the run.
  let pipeline: Pipeline
  /// How many mixings stand above this one: a partner may have partners.
  let depth: Int

  /// More would be a pipeline that decodes hundreds of samples for one.
  private static let greatestDepth = 4

  /// A copy of the sample itself has another key, and is found out once it is read; where there are
  /// mostly copies, one is taken in the end.
  private static let tries = 8

  /// Draws a partner and does to it what the pipeline says of the steps before one.
  ///
  /// - Parameter path: The step, as ``Canvas/path`` names it.
  func drawPartner(
    from random: inout RandomStream, before path: [Int]
  ) throws(TransformError) -> (Partner, Canvas) {
    guard depth < Self.greatestDepth else { throw .tooManyMixings(Self.greatestDepth) }
    var sample = try source.drawPartner(from: &random, for: key)
    for _ in 1..<Self.tries
    where SampleKey(sample.metadata.source ?? sample.key) == SampleKey(key) {
      sample = try source.drawPartner(from: &random, for: key)
    }
    var canvas = try Canvas(
      partner: sample, classes: classes, before: pipeline.firstFixedResize)
    canvas.mixing = Mixing(
      source: source, key: sample.metadata.source ?? sample.key, classes: classes, stream: stream,
      pipeline: pipeline, depth: depth + 1)
    let earlier = sample.metadata.draws
    let draws = try pipeline.before(path).apply(
      to: &canvas, key: stream(sample.key), offset: sample.metadata.operationsDone,
      stage: earlier.last.map { ($0.stage ?? 0) + 1 })
    canvas.evaluate()
    let source = sample.metadata.source ?? sample.key
    return (Partner(key: source, draws: sample.metadata.draws + draws), canvas)
  }
}

extension Canvas {
  /// A canvas of a decoded sample; the second label map of a mixture is refused.
  init(
    partner sample: Sample, classes: ClassTable?, before resize: Resize? = nil
  ) throws(TransformError) {
    guard sample.secondLabelMap == nil else { throw .mixedTwice }
    if let classes, let others = sample.metadata.classes, others != classes {
      throw .unlikePartner("has another class table")
    }
    self = sample.canvas(before: resize)
  }

  /// Draws a partner, as it is at this place of the pipeline.
  ///
  /// - Throws: ``TransformError``, where there is nowhere to find one, or it cannot be mixed with this.
  mutating func drawPartner(from random: inout RandomStream) throws(TransformError) -> Partner {
    guard let mixing else { throw .noPartners }
    do throws(TransformError) {
      let (partner, canvas) = try mixing.drawPartner(from: &random, before: path)
      partners.append((partner.key, matching(canvas)))
      return partner
    } catch {
      throw .inPartner(error)
    }
  }

  /// The partners of a mixing: those drawn a moment ago, or, in a replay, found and treated anew.
  ///
  /// - Parameters:
  ///   - drawn: As they were drawn or recorded.
  ///   - count: How many there must be, and are.
  /// - Throws: ``TransformError``.
  mutating func takePartners(
    _ drawn: [Partner], count: Int
  ) throws(TransformError) -> [Canvas] {
    guard drawn.count == count else {
      throw .badDraw("\(drawn.count) partners, where \(count) are needed")
    }
    defer { partners = [] }
    if partners.map(\.key) == drawn.map(\.key), !partners.isEmpty { return partners.map(\.canvas) }
    guard let mixing else { throw .noPartners }
    var canvases: [Canvas] = []
    for partner in drawn {
      do throws(TransformError) {
        let sample = try mixing.source.partner(named: partner.key)
        let replay = try Self.replay(sample.undone(of: partner.draws))
        var canvas = try Canvas(
          partner: sample, classes: mixing.classes, before: replay.firstFixedResize)
        canvas.mixing = mixing
        try replay.apply(to: &canvas)
        canvas.evaluate()
        canvases.append(matching(canvas))
      } catch {
        throw .inPartner(error)
      }
    }
    return canvases
  }

  private static func replay(_ draws: [SampleMetadata.Draw]) throws(TransformError) -> Replay {
    do {
      return try Replay(draws)
    } catch {
      throw .badDraw("\(error)")
    }
  }
}
