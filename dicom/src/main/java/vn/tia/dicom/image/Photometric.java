package vn.tia.dicom.image;

import java.util.Optional;
import java.util.Set;

/// What the samples of a pixel mean (PS3.3 section C.7.6.3.1.2).
public enum Photometric {
  MONOCHROME1, MONOCHROME2, PALETTE_COLOR, RGB, YBR_FULL, YBR_FULL_422, YBR_PARTIAL_422,
  YBR_PARTIAL_420, YBR_ICT, YBR_RCT;

  private static final Set<String> RETIRED = Set.of("HSV", "ARGB", "CMYK");

  /// The interpretation with this defined term, empty where it is none or a retired one.
  public static Optional<Photometric> of(String term) {
    String name = term.strip().replace(' ', '_');
    for (Photometric photometric : values()) {
      if (photometric.name().equals(name)) {
        return Optional.of(photometric);
      }
    }
    return Optional.empty();
  }

  /// Whether a term is one that the standard has given up (PS3.3-2004 section C.7.6.3.1.2).
  static boolean isRetired(String term) {
    return RETIRED.contains(term.strip());
  }

  /// Whether a pixel is one shade of grey.
  public boolean isMonochrome() {
    return this == MONOCHROME1 || this == MONOCHROME2;
  }

  /// Whether two neighbours share their colour in native pixel data.
  public boolean isSubsampled() {
    return this == YBR_FULL_422 || this == YBR_PARTIAL_422;
  }

  /// How many samples a pixel has.
  public int samples() {
    return isMonochrome() || this == PALETTE_COLOR ? 1 : 3;
  }

  /// The defined term, as (0028,0004) has it.
  public String term() {
    return this == PALETTE_COLOR ? "PALETTE COLOR" : name();
  }
}
