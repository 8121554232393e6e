package vn.tia.dicom.xml;

/// How much XML is taken before the reader refuses.
///
/// @param bytesMax bytes of the whole text: 64 MiB, as for JSON; pixel data comes as bulk data
/// @param depthMax items within each other: 64, as data sets may have
public record XmlLimits(long bytesMax, int depthMax) {
  public static final XmlLimits DEFAULT = new XmlLimits(64L << 20, 64);

  public XmlLimits {
    if (bytesMax < 1 || depthMax < 1 || depthMax > 512) {
      throw new IllegalArgumentException(
          "limits are above 0 and the depth is up to 512, got %d and %d"
              .formatted(bytesMax, depthMax));
    }
  }
}
