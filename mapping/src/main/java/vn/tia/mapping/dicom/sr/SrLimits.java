package vn.tia.mapping.dicom.sr;

/// How much of a content tree is read before the document is refused.
///
/// @param itemsMax items at all levels; 100,000: a dose report of 600 exposures has about 30,000
/// @param depthMax how deep items nest; 40: reports nest below 10, measurements below 15
/// @param textCharsMax characters of all texts; 4 million, some thousand pages
public record SrLimits(int itemsMax, int depthMax, int textCharsMax) {
  public static final SrLimits DEFAULT = new SrLimits(100_000, 40, 4_000_000);

  public SrLimits {
    if (itemsMax < 1 || depthMax < 1 || depthMax > 500 || textCharsMax < 1) {
      throw new IllegalArgumentException(
          "each limit is at least 1, and depthMax at most 500, as reading follows the nesting");
    }
  }
}
