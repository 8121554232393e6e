package vn.tia.dicom.data;

import java.nio.ByteOrder;
import java.util.Optional;

/// How a data set is turned into bytes (PS3.5 section 10).
public record TransferSyntax(Uid uid, String name, Form form) {
  /// What the bytes of the data set look like, apart from the pixel data's compression.
  public enum Form {
    IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED, ENCAPSULATED
  }

  public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN =
      registered(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
  public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN =
      registered(Uids.EXPLICIT_VR_LITTLE_ENDIAN);
  public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN =
      registered(Uids.EXPLICIT_VR_BIG_ENDIAN);
  public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
      registered(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
  public static final TransferSyntax JPEG_BASELINE_8_BIT = registered(Uids.JPEG_BASELINE_8_BIT);
  public static final TransferSyntax RLE_LOSSLESS = registered(Uids.RLE_LOSSLESS);

  /// The transfer syntax with a registered UID, empty where PS3.6 doesn't list it.
  public static Optional<TransferSyntax> find(String uid) {
    return UidRegistry.find(uid)
        .filter(entry -> entry.type().equals("Transfer Syntax"))
        .map(entry -> new TransferSyntax(entry.uid(), entry.name(), form(entry.uid())));
  }

  /// The transfer syntax with this UID.
  ///
  /// One that PS3.6 doesn't list is read like all that were added since 1993: explicit VR, little
  /// endian, pixel data encapsulated if its length is undefined.
  public static TransferSyntax of(Uid uid) {
    return find(uid.value())
        .orElseGet(() -> new TransferSyntax(uid, "unregistered", Form.ENCAPSULATED));
  }

  private static TransferSyntax registered(Uid uid) {
    return find(uid.value()).orElseThrow();
  }

  private static Form form(Uid uid) {
    return switch (uid.value()) {
      case "1.2.840.10008.1.2", "1.2.840.10008.1.20" -> Form.IMPLICIT_LITTLE;
      case "1.2.840.10008.1.2.1" -> Form.EXPLICIT_LITTLE;
      case "1.2.840.10008.1.2.2" -> Form.EXPLICIT_BIG;
      case "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95",
          "1.2.840.10008.1.2.4.205" -> Form.DEFLATED;
      case "1.2.840.10008.1.2.4.94", "1.2.840.10008.1.2.4.204" -> Form.EXPLICIT_LITTLE;
      default -> Form.ENCAPSULATED;
    };
  }

  public boolean isImplicit() {
    return form == Form.IMPLICIT_LITTLE;
  }

  public boolean isEncapsulated() {
    return form == Form.ENCAPSULATED;
  }

  public boolean isDeflated() {
    return form == Form.DEFLATED;
  }

  public ByteOrder order() {
    return form == Form.EXPLICIT_BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }
}
