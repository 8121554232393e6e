package vn.tia.dicom.io;

import vn.tia.dicom.data.Uid;

/// How this toolkit names itself in files (PS3.10 section 7.1) and associations
/// (PS3.7 section D.3.3.2).
public final class Implementation {
  public static final Uid CLASS_UID = new Uid("2.25.11567470619459019288884042206607895448");

  public static final String VERSION_NAME = "TIA_0.1";

  private Implementation() {}
}
