package vn.tia.dicom.image;

import java.util.Set;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;

/// The ways in which transfer syntaxes code pixel data, by the families of PS3.5 section 8.2.
public enum PixelCoding {
  /// Cells as they are, maybe in fragments.
  NATIVE,
  RUN_LENGTH,
  /// ITU-T T.81: baseline, extended, progressive and lossless.
  JPEG,
  JPEG_LS,
  /// ISO/IEC 15444-1, -2 and -15: high throughput too.
  JPEG_2000,
  /// MPEG-2, MPEG-4 AVC and HEVC: frames that can't be decoded one by one.
  VIDEO,
  UNKNOWN;

  private static final String JPEG_FAMILY = "1.2.840.10008.1.2.4.";
  private static final Set<Uid> HIGH_THROUGHPUT =
      Set.of(Uids.HTJ2K_LOSSLESS, Uids.HTJ2K_LOSSLESS_RPCL, Uids.HTJ2K);
  private static final Set<Uid> LOSSLESS = Set.of(Uids.JPEG_LOSSLESS, Uids.JPEG_LOSSLESS_SV1,
      Uids.JPEGLS_LOSSLESS, Uids.JPEG2000_LOSSLESS, Uids.JPEG2000MC_LOSSLESS,
      Uids.HTJ2K_LOSSLESS, Uids.HTJ2K_LOSSLESS_RPCL, Uids.RLE_LOSSLESS);

  /// The coding of a transfer syntax.
  public static PixelCoding of(TransferSyntax syntax) {
    if (!syntax.isEncapsulated()
        || syntax.uid().equals(Uids.ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN)) {
      return NATIVE;
    }
    if (syntax.uid().equals(Uids.RLE_LOSSLESS)) {
      return RUN_LENGTH;
    }
    if (HIGH_THROUGHPUT.contains(syntax.uid())) {
      return JPEG_2000;
    }
    String uid = syntax.uid().value();
    if (!uid.startsWith(JPEG_FAMILY)) {
      return UNKNOWN;
    }
    String number = uid.substring(JPEG_FAMILY.length()).replaceFirst("\\..*", "");
    return number.length() > 3 ? UNKNOWN : numbered(Integer.parseInt(number));
  }

  private static PixelCoding numbered(int number) {
    if (number >= 50 && number <= 70) {
      return JPEG;
    }
    return switch (number) {
      case 80, 81 -> JPEG_LS;
      case 90, 91, 92, 93 -> JPEG_2000;
      case 100, 101, 102, 103, 104, 105, 106, 107, 108 -> VIDEO;
      default -> UNKNOWN;
    };
  }

  /// Whether a transfer syntax keeps every sample as it was.
  public static boolean isLossless(TransferSyntax syntax) {
    return of(syntax) == NATIVE || LOSSLESS.contains(syntax.uid());
  }
}
