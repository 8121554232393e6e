package vn.tia.bridge.web.wado;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;

/// What tells the corrections of an instance from others, without saying them.
final class Corrections {

  private Corrections() {}

  /// Sixteen hex digits, the same for the same corrections in the same words, also after a restart.
  static String key(List<Edit> corrections, String... words) {
    var text = new StringBuilder(String.join("\n", words));
    for (var edit : corrections) {
      text.append('\n').append(edit);
      if (edit instanceof Edit.Put(var element)) {
        append(element, text);
      }
    }
    return digest(text);
  }

  private static void append(Element element, StringBuilder text) {
    text.append(element.strings());
    element.items().forEach(item -> item.elements().forEach(inner -> append(inner, text)));
  }

  private static String digest(StringBuilder text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256")
          .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
