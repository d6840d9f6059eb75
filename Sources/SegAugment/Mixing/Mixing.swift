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

  /// Draws a partner and does to it what the first `count` operations of the pipeline say.
  func drawPartner(
    from random: inout RandomStream, count: Int
  ) throws(TransformError) -> (Partner, Canvas) {
    guard depth < Self.greatestDepth else { throw .tooManyMixings(Self.greatestDepth) }
    let sample = try source.drawPartner(from: &random, for: key)
    var canvas = try Canvas(
      partner: sample, classes: classes, before: pipeline.firstFixedResize)
    canvas.mixing = Mixing(
      source: source, key: sample.metadata.source ?? sample.key, classes: classes, stream: stream,
      pipeline: pipeline, depth: depth + 1)
    let earlier = sample.metadata.draws
    let draws = try pipeline.prefix(count).apply(
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
      let (partner, canvas) = try mixing.drawPartner(from: &random, count: stepsDone)
      partners.append((partner.key, matching(canvas)))
      return partner
    } catch {
      throw .inPartner(error)
    }
  }

  /// The partners of a mixing: those drawn a moment ago, or, in a replay, found and treated anew.
  ///
  /// - Throws: ``TransformError``.
  mutating func takePartners(_ drawn: [Partner]) throws(TransformError) -> [Canvas] {
    defer { partners = [] }
    if partners.map(\.key) == drawn.map(\.key), !partners.isEmpty { return partners.map(\.canvas) }
    guard let mixing else { throw .noPartners }
    var canvases: [Canvas] = []
    for partner in drawn {
      do throws(TransformError) {
        var canvas = try Canvas(
          partner: try mixing.source.partner(named: partner.key), classes: mixing.classes)
        canvas.mixing = mixing
        try Self.replay(partner.draws).apply(to: &canvas)
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
