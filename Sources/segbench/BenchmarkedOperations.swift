/// The operations the peers are measured on, under the names their benchmark has.
let benchmarkedOperations: [(name: String, words: [String])] = [
  ("hflip", ["hflip:p=1"]),
  ("resize 128", ["resize=128x128:filter=linear"]),
  ("resize 128 (antialias)", ["resize=128x128:filter=bilinear"]),
  ("resize 128 (area)", ["resize=128x128:filter=area"]),
  ("brightness/contrast", ["brightness-contrast:brightness=0.3,contrast=0.3"]),
  ("brightness/contrast (about the mean)", ["jitter:brightness=0.3,contrast=0.3"]),
  ("colour jitter", ["jitter:brightness=0.3,contrast=0.3,saturation=0.3,hue=0.1"]),
  ("hue/sat/value", ["hue-saturation-value"]),
  ("PCA colour", ["pca"]),
  ("normalize float32", ["normalize"]),
  ("gamma", ["gamma"]),
  ("to gray", ["grayscale"]),
  ("posterize", ["posterize=4"]),
  ("solarize", ["solarize=128"]),
  ("equalize", ["equalize"]),
  ("CLAHE", ["clahe"]),
]
