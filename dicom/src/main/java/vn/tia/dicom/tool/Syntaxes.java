package vn.tia.dicom.tool;

import java.util.Map;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.data.Uids;

/// The short names that the command line has for transfer syntaxes.
final class Syntaxes {
  static final String NATIVE_NAMES = "explicit, implicit, big-endian or deflated";

  private static final Map<String, TransferSyntax> NATIVE = Map.of(
      "explicit", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
      "implicit", TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
      "big-endian", TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
      "deflated", TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

  static final String NAMES =
      "explicit, implicit, big-endian, deflated, rle, jpeg-ls, jpeg2000 or jpeg";

  private static final Map<String, TransferSyntax> PACKED = Map.of(
      "rle", TransferSyntax.RLE_LOSSLESS,
      "jpeg-ls", TransferSyntax.of(Uids.JPEGLS_LOSSLESS),
      "jpeg2000", TransferSyntax.of(Uids.JPEG2000_LOSSLESS),
      "jpeg", TransferSyntax.JPEG_BASELINE_8_BIT);

  private Syntaxes() {}

  /// A transfer syntax that leaves pixel data uncompressed.
  static TransferSyntax uncompressed(Option option, String name) throws UsageException {
    TransferSyntax syntax = NATIVE.get(name);
    if (syntax == null) {
      throw new UsageException("%s is %s, got '%s'.".formatted(option, NATIVE_NAMES, name));
    }
    return syntax;
  }

  /// One of those, or a compressed one that this toolkit writes.
  static TransferSyntax any(Option option, String name) throws UsageException {
    TransferSyntax packed = PACKED.get(name);
    if (packed == null && !NATIVE.containsKey(name)) {
      throw new UsageException("%s is %s, got '%s'.".formatted(option, NAMES, name));
    }
    return packed == null ? uncompressed(option, name) : packed;
  }

  /// One of those, or any other by its UID or by its keyword in PS3.6, such as `JPEGLSLossless`.
  static String uid(Option option, String name) throws UsageException {
    if (NATIVE.containsKey(name) || PACKED.containsKey(name)) {
      return any(option, name).uid().value();
    }
    return UidRegistry.all().stream()
        .filter(entry -> entry.type().equals("Transfer Syntax"))
        .filter(entry -> entry.keyword().equalsIgnoreCase(name)
            || entry.uid().value().equals(name))
        .map(entry -> entry.uid().value())
        .findFirst()
        .orElseThrow(() -> new UsageException(
            "%s is %s, rle, or a UID or keyword of PS3.6, got '%s'.".formatted(
                option, NATIVE_NAMES.replace(" or ", ", "), name)));
  }
}
