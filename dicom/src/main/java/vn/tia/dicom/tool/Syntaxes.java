package vn.tia.dicom.tool;

import java.util.Map;
import vn.tia.dicom.data.TransferSyntax;

/// The short names that the command line has for transfer syntaxes.
final class Syntaxes {
  static final String NATIVE_NAMES = "explicit, implicit, big-endian or deflated";

  private static final Map<String, TransferSyntax> NATIVE = Map.of(
      "explicit", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
      "implicit", TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
      "big-endian", TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
      "deflated", TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

  private Syntaxes() {}

  /// A transfer syntax that leaves pixel data uncompressed.
  static TransferSyntax uncompressed(Option option, String name) throws UsageException {
    TransferSyntax syntax = NATIVE.get(name);
    if (syntax == null) {
      throw new UsageException("%s is %s, got '%s'.".formatted(option, NATIVE_NAMES, name));
    }
    return syntax;
  }

  /// One of those, or RLE.
  static TransferSyntax any(Option option, String name) throws UsageException {
    return name.equals("rle") ? TransferSyntax.RLE_LOSSLESS : uncompressed(option, name);
  }
}
