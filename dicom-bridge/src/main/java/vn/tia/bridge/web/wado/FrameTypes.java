package vn.tia.bridge.web.wado;

import vn.tia.dicom.data.TransferSyntax;

/// The media types of frames by their transfer syntax (PS3.18 tables 8.7.3-2 and 8.7.3-5).
public final class FrameTypes {

  static final String NATIVE = "application/octet-stream";

  private FrameTypes() {}

  /// The transfer syntax that a media type means where none is said (PS3.18 table 8.7.3-2).
  public static String usual(String mediaType) {
    return switch (mediaType) {
      case "image/jpeg" -> "1.2.840.10008.1.2.4.70";
      case "image/jls" -> "1.2.840.10008.1.2.4.80";
      case "image/jp2", "image/j2k" -> "1.2.840.10008.1.2.4.90";
      case "image/jpx" -> "1.2.840.10008.1.2.4.92";
      case "image/jphc" -> "1.2.840.10008.1.2.4.201";
      case "image/dicom-rle", "image/x-dicom-rle" -> "1.2.840.10008.1.2.5";
      case "video/mpeg" -> "1.2.840.10008.1.2.4.100";
      case "video/mp4" -> "1.2.840.10008.1.2.4.102";
      default -> TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value();
    };
  }

  /// The media type of a frame as it is stored.
  public static String of(TransferSyntax syntax) {
    return switch (syntax.uid().value()) {
      case "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57",
          "1.2.840.10008.1.2.4.70" -> "image/jpeg";
      case "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81" -> "image/jls";
      case "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91" -> "image/jp2";
      case "1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.93" -> "image/jpx";
      case "1.2.840.10008.1.2.4.110" -> "image/jxl";
      case "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202",
          "1.2.840.10008.1.2.4.203" -> "image/jphc";
      case "1.2.840.10008.1.2.5" -> "image/dicom-rle";
      case "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.101" -> "video/mpeg";
      case "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.103", "1.2.840.10008.1.2.4.104",
          "1.2.840.10008.1.2.4.105", "1.2.840.10008.1.2.4.106" -> "video/mp4";
      default -> NATIVE;
    };
  }
}
