package vn.tia.bridge.web.rendered;

import java.util.List;
import vn.tia.bridge.web.wado.FrameTypes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.image.PixelCoding;

/// What an instance can be shown as (PS3.18 table 8.7.4-1), its usual media type first.
enum RenderedKind {
  IMAGE("image/jpeg", "image/png", "image/gif"),
  REPORT("text/html", "text/plain"),
  PDF("application/pdf"),
  CDA("text/xml"),
  /// A presentation state: the first image that it is about, as it wants it seen.
  STATE("image/jpeg", "image/png", "image/gif"),
  VIDEO;

  private static final String PDF_CLASS = "1.2.840.10008.5.1.4.1.1.104.1";
  private static final String CDA_CLASS = "1.2.840.10008.5.1.4.1.1.104.2";
  private static final String STATE_CLASSES = "1.2.840.10008.5.1.4.1.1.11.";
  private static final String REPORT_CLASSES = "1.2.840.10008.5.1.4.1.1.88.";

  private final List<String> mediaTypes;

  RenderedKind(String... mediaTypes) {
    this.mediaTypes = List.of(mediaTypes);
  }

  static RenderedKind of(String sopClassUid, TransferSyntax syntax) {
    if (sopClassUid.equals(PDF_CLASS)) {
      return PDF;
    }
    if (sopClassUid.equals(CDA_CLASS)) {
      return CDA;
    }
    if (sopClassUid.startsWith(REPORT_CLASSES)) {
      return REPORT;
    }
    if (sopClassUid.startsWith(STATE_CLASSES)) {
      return STATE;
    }
    return PixelCoding.of(syntax) == PixelCoding.VIDEO ? VIDEO : IMAGE;
  }

  /// A video goes as it is stored, or one of its frames as a picture.
  List<String> mediaTypes(TransferSyntax syntax) {
    return this == VIDEO
        ? List.of(FrameTypes.of(syntax), "image/jpeg", "image/png", "image/gif") : mediaTypes;
  }
}
