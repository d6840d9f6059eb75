/// The class with the largest logit at a pixel; of equal ones that with the lowest index, as
/// `torch.argmax` has it.
///
/// The one place where logits become a class: scores, label maps and sheets agree on ties.
///
/// - Parameter logits: `[classes]`, at least one.
@inline(__always)
func largestLogit(_ logits: Slice<UnsafeBufferPointer<Float>>) -> Int {
  var best = logits.startIndex
  for index in logits.indices where logits[index] > logits[best] { best = index }
  return best - logits.startIndex
}
