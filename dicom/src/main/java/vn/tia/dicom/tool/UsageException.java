package vn.tia.dicom.tool;

/// A command line can't be understood; the message says why in one sentence.
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String why) {
    super(why);
  }
}
