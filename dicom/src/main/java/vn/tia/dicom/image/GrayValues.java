package vn.tia.dicom.image;

/// The stored grey values of a frame as numbers, row by row.
sealed interface GrayValues permits Samples, RealSamples {

  int rows();

  int columns();

  /// How many values there are.
  int count();

  /// A value by its place.
  double number(int index);
}
