package vn.tia.bridge.store;

import java.util.List;
import java.util.stream.Stream;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.data.Uids;

/// The transfer syntaxes that an instance may be kept in.
public final class TransferSyntaxes {

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

  /// All, uncompressed first: where a peer leaves the choice, every reader can use what is then
  /// sent.
  public static final List<String> KEPT = Stream.concat(
      Stream.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN,
          Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, Uids.EXPLICIT_VR_BIG_ENDIAN,
          Uids.ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN).map(Uid::value),
      COMPRESSED.stream()).distinct().toList();

  private TransferSyntaxes() {}
}
