package vn.tia.dicom.data;

/// Reads the decimal digits that dates, times and ages are made of.
final class Digits {
  private Digits() {}

  /// Whether a text is made of the digits 0 to 9 alone, and not empty.
  static boolean are(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// The number that some of the digits make, another where the text ends before them.
  static int at(String digits, int from, int count, int otherwise) {
    return digits.length() < from + count
        ? otherwise : Integer.parseInt(digits, from, from + count, 10);
  }
}
