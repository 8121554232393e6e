package vn.tia.dicom.image;

import vn.tia.dicom.data.TransferSyntax;

/// What came of rendering a frame.
public sealed interface Rendered {

  /// The frame as a picture.
  record Shown(Picture picture) implements Rendered {}

  /// The frame may be well, but this toolkit has no decoder for it.
  record NotShown(TransferSyntax syntax, String why) implements Rendered {}
}
