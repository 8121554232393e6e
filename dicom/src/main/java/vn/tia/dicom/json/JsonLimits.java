package vn.tia.dicom.json;

/// How much JSON is taken before the reader refuses.
///
/// @param bytesMax bytes of the whole text: 64 MiB is the metadata of some 20,000 instances; pixel
///     data comes as bulk data, not in here
/// @param depthMax objects and arrays within each other: a sequence takes three, so that 200 hold
///     the 64 levels that data sets may have
/// @param numberCharsMax characters of a number: the longest that a VR holds has 24
public record JsonLimits(long bytesMax, int depthMax, int numberCharsMax) {

  public static final JsonLimits DEFAULT = new JsonLimits(64L << 20, 200, 128);

  public JsonLimits {
    if (bytesMax < 1 || depthMax < 1 || depthMax > 1000 || numberCharsMax < 1) {
      throw new IllegalArgumentException(
          "limits are above 0 and the depth is up to 1000, got %d, %d and %d"
              .formatted(bytesMax, depthMax, numberCharsMax));
    }
  }
}
