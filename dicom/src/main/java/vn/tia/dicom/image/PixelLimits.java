package vn.tia.dicom.image;

/// How large a frame may be, and in how many pieces it may come.
///
/// @param pixelsMax pixels of one frame: 2^28 is a square of 16,384, beyond any detector and any
///     tile of a whole slide image, and decodes into 1 GiB
/// @param fragmentsMax fragments of one object: 2^22 holds an hour of video at 30 frames a second
///     forty times over
public record PixelLimits(long pixelsMax, int fragmentsMax) {

  public static final PixelLimits DEFAULT = new PixelLimits(1L << 28, 1 << 22);
}
