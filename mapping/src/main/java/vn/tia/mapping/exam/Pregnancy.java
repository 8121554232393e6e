package vn.tia.mapping.exam;

/// What is known about a pregnancy, in the order of DICOM Pregnancy Status (0010,21C0): 1 to 4.
public enum Pregnancy {
  NOT_PREGNANT, POSSIBLY_PREGNANT, DEFINITELY_PREGNANT, UNKNOWN;

  /// The value of (0010,21C0).
  public int dicomCode() {
    return ordinal() + 1;
  }
}
