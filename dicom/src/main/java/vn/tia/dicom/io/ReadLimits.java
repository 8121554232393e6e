package vn.tia.dicom.io;

/// How much a reader takes before it refuses; each default carries its reason.
///
/// @param elementBytesMax the longest value kept in memory. 1 GiB: the largest single values in
///     the field are uncompressed multi-frame images; larger ones are read by reference
/// @param datasetBytesMax all values of a data set kept in memory. 2 GiB, twice the largest value
/// @param depthMax how deep sequences nest. 64: the deepest standard objects nest less than 20
/// @param elementsMax elements and items at all levels. 5 million: large segmentation and
///     annotation objects have about one million
/// @param inflateRatioMax inflated bytes per deflated byte. 200: headers and images inflate below
///     50, a bomb reaches 1,000
/// @param inflatedBytesMax inflated bytes in all. 8 GiB, above any real object
public record ReadLimits(
    long elementBytesMax,
    long datasetBytesMax,
    int depthMax,
    int elementsMax,
    int inflateRatioMax,
    long inflatedBytesMax) {
  private static final long GIBIBYTE = 1L << 30;

  /// Recursion follows the nesting, so no setting may let it use up the stack.
  private static final int DEPTH_CEILING = 512;

  public static final ReadLimits DEFAULT =
      new ReadLimits(GIBIBYTE, 2 * GIBIBYTE, 64, 5_000_000, 200, 8 * GIBIBYTE);

  public ReadLimits {
    if (depthMax < 1 || depthMax > DEPTH_CEILING) {
      throw new IllegalArgumentException("depthMax is 1 to " + DEPTH_CEILING + ", got " + depthMax);
    }
    if (elementBytesMax < 1 || elementBytesMax > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "elementBytesMax is 1 byte to 2 GiB, got " + elementBytesMax);
    }
    if (datasetBytesMax < 1 || elementsMax < 1 || inflateRatioMax < 1 || inflatedBytesMax < 1) {
      throw new IllegalArgumentException("each limit is at least 1");
    }
  }

  public ReadLimits withElementBytesMax(long bytes) {
    return new ReadLimits(
        bytes, datasetBytesMax, depthMax, elementsMax, inflateRatioMax, inflatedBytesMax);
  }

  public ReadLimits withDatasetBytesMax(long bytes) {
    return new ReadLimits(
        elementBytesMax, bytes, depthMax, elementsMax, inflateRatioMax, inflatedBytesMax);
  }

  public ReadLimits withDepthMax(int depth) {
    return new ReadLimits(
        elementBytesMax, datasetBytesMax, depth, elementsMax, inflateRatioMax, inflatedBytesMax);
  }

  public ReadLimits withElementsMax(int elements) {
    return new ReadLimits(
        elementBytesMax, datasetBytesMax, depthMax, elements, inflateRatioMax, inflatedBytesMax);
  }

  public ReadLimits withInflateRatioMax(int ratio) {
    return new ReadLimits(
        elementBytesMax, datasetBytesMax, depthMax, elementsMax, ratio, inflatedBytesMax);
  }
}
