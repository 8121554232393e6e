package vn.tia.bridge.store;

import java.util.List;
import vn.tia.dicom.data.UidRegistry;

/// The transfer syntaxes that an instance may be kept in.
final class TransferSyntaxes {

  private static final String JPIP = "1.2.840.10008.1.2.4.9";

  /// All of PS3.6 that hold their pixel data: JPIP ones refer to a server that may be gone, SMPTE
  /// ones are for streams, and a MIME or XML encoding is none for instances.
  static final List<String> COMPRESSED = UidRegistry.all().stream()
      .filter(entry -> entry.type().equals("Transfer Syntax"))
      .map(entry -> entry.uid().value())
      .filter(uid -> uid.equals("1.2.840.10008.1.2.5") || uid.startsWith("1.2.840.10008.1.2.4."))
      .filter(uid -> !uid.equals(JPIP + "4") && !uid.equals(JPIP + "5")
          && !uid.equals("1.2.840.10008.1.2.4.204") && !uid.equals("1.2.840.10008.1.2.4.205"))
      .toList();

  private TransferSyntaxes() {}
}
