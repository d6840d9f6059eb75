/// The operations the peers are measured on, under the names their benchmark has.
let benchmarkedOperations: [(name: String, words: [String])] = [
  ("hflip", ["hflip:p=1"]),
  ("vflip", ["vflip:p=1"]),
  ("rot90", ["rot90"]),
  ("random crop 256", ["random-crop=256"]),
  ("random resized crop 256", ["random-resized-crop=256:filter=linear"]),
  ("random resized crop 256 (antialias)", ["random-resized-crop=256:filter=bilinear"]),
  ("resize 128", ["resize=128x128:filter=linear"]),
  ("resize 128 (antialias)", ["resize=128x128:filter=bilinear"]),
  ("resize 128 (area)", ["resize=128x128:filter=area"]),
  ("brightness/contrast", ["jitter:brightness=0.3,contrast=0.3"]),
  ("colour jitter", ["jitter:brightness=0.3,contrast=0.3,saturation=0.3,hue=0.1"]),
  ("gaussian blur 5", ["blur=5:sigma=0.5..2"]),
  ("gaussian noise", ["gaussian-noise=0.1"]),
  ("cutout 8 holes", ["coarse-dropout:holes=8,height=32..64,width=32..64,fill=0"]),
  ("random erasing", ["random-erasing:area=0.02..0.33,aspect=0.3..3.3,fill=0,p=1"]),
]
