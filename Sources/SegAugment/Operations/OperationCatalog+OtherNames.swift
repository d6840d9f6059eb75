extension OperationCatalog {
  /// The operation that does what another library's name says, or comes near it.
  ///
  /// - Parameter name: Of Albumentations or torchvision; the case does not matter.
  static func operation(elsewhere name: String) -> String? {
    otherNames[name.lowercased().filter { $0 != "-" && $0 != "_" }]
  }

  private static let otherNames = [
    "advancedblur": "blur", "blur": "box-blur", "centercrop": "crop", "colorjitter": "jitter",
    "cropnonemptymaskifexists": "random-crop:with=", "downscale": "downscale",
    "elastictransform": "elastic", "fancypca": "pca", "gaussianblur": "blur",
    "gaussnoise": "gaussian-noise", "griddropout": "grid-dropout",
    "horizontalflip": "hflip", "huesaturationvalue": "hue-saturation-value",
    "imagecompression": "jpeg", "invertimg": "invert", "longestmaxsize": "resize:longest=",
    "multiplicativenoise": "speckle", "padifneeded": "pad", "perspective": "perspective",
    "pixeldropout": "salt-pepper", "randomadjustsharpness": "sharpness",
    "randombrightnesscontrast": "brightness-contrast", "randomfog": "fog",
    "randomgamma": "gamma", "randomhorizontalflip": "hflip", "randomperspective": "perspective",
    "randomrotate90": "rot90", "randomrotation": "rotate", "randomscale": "resize:factor=",
    "randomshadow": "shadow", "randomsizedcrop": "random-resized-crop",
    "randomverticalflip": "vflip", "saferotate": "rotate:expand=true", "sharpen": "sharpness",
    "shiftscalerotate": "affine", "smallestmaxsize": "resize", "togray": "grayscale",
    "unsharpmask": "sharpness", "verticalflip": "vflip",
  ]
}
