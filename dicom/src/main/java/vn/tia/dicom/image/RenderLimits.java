package vn.tia.dicom.image;

/// How large a rendered picture may be.
///
/// @param sideMax pixels of a side that may be asked for: 16,384 is what browsers still show
/// @param pixelsMax pixels of a picture that was scaled: 2^26 is four times the largest detector,
///     and takes 192 MiB in colour
public record RenderLimits(int sideMax, long pixelsMax) {

  public static final RenderLimits DEFAULT = new RenderLimits(16_384, 1L << 26);
}
