package vn.tia.dicom.image;

import vn.tia.dicom.data.TransferSyntax;

/// What came of decoding a frame.
public sealed interface Decoded {

  /// The frame's pixels.
  record Pixels(Samples samples) implements Decoded {}

  /// The frame's pixels where they are floating point numbers.
  record Reals(RealSamples samples) implements Decoded {}

  /// The frame may be well, but this toolkit has no decoder for it.
  record Undecodable(TransferSyntax syntax, String why) implements Decoded {}
}
