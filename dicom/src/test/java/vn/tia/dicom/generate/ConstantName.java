package vn.tia.dicom.generate;

import java.util.Locale;

/// Turns a PS3.6 keyword such as `StudyInstanceUID` into a constant's name.
final class ConstantName {
  private ConstantName() {}

  static String of(String keyword) {
    // The only acronym of PS3.6 that ends in small letters.
    String word = keyword.replace("CTDIvol", "CTDIVOL");
    var name = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      if (i > 0 && startsWord(word, i)) {
        name.append('_');
      }
      name.append(word.charAt(i));
    }
    String constant = name.toString().toUpperCase(Locale.ROOT);
    return Character.isDigit(constant.charAt(0)) ? "_" + constant : constant;
  }

  private static boolean startsWord(String word, int at) {
    char before = word.charAt(at - 1);
    char here = word.charAt(at);
    if (Character.isDigit(here)) {
      return Character.isLowerCase(before);
    }
    if (!Character.isUpperCase(here)) {
      return false;
    }
    return Character.isLowerCase(before) || (isSmallAt(word, at + 1) && !isPluralAt(word, at + 1));
  }

  private static boolean isSmallAt(String word, int at) {
    return at < word.length() && Character.isLowerCase(word.charAt(at));
  }

  /// Tells `UIDs` and `IDsInFile` from `IDSource`.
  private static boolean isPluralAt(String word, int at) {
    return word.charAt(at) == 's' && !isSmallAt(word, at + 1);
  }
}
