/// The operations the peers are measured on, under the names their benchmark has.
let benchmarkedOperations: [(name: String, words: [String])] = [
  ("hflip", ["hflip:p=1"]),
  ("resize 128", ["resize=128x128:filter=linear"]),
  ("resize 128 (antialias)", ["resize=128x128:filter=bilinear"]),
  ("resize 128 (area)", ["resize=128x128:filter=area"]),
  ("affine", ["affine=30:scale=0.8..1.2,shear=10"]),
  ("affine (rotate + inner crop)", ["rotate=30:crop=true"]),
  ("shear", ["shear=10:axis=either,crop=true"]),
  ("perspective", ["perspective=0.3"]),
  ("elastic", ["elastic=50:sigma=5"]),
  ("grid distortion", ["grid-distortion=0.3:steps=5"]),
  ("grid distortion (tiles)", ["random-distortion=8"]),
  ("optical distortion", ["optical-distortion=0.3"]),
  ("brightness/contrast", ["jitter:brightness=0.3,contrast=0.3"]),
  ("colour jitter", ["jitter:brightness=0.3,contrast=0.3,saturation=0.3,hue=0.1"]),
]
