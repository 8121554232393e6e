package vn.tia.bridge.web.wado;

import java.util.Optional;
import vn.tia.bridge.web.MediaRange;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.image.PixelCoding;
import vn.tia.dicom.image.Transcoder;
import vn.tia.dicom.image.ffmpeg.FfmpegDecoders;
import vn.tia.records.studies.StoredInstance;

/// Which transfer syntax an instance is sent in (PS3.18 section 8.7.3.5.2).
public final class Syntaxes {

  private Syntaxes() {}

  /// The transfer syntax for a media range, empty where it can't be given.
  ///
  /// Where none is said, it is Explicit VR Little Endian, as every client reads that; what can't
  /// be decoded here, such as video, goes as it is stored, and says so.
  static Optional<TransferSyntax> of(StoredInstance instance, MediaRange range) {
    return of(instance, range.transferSyntax());
  }

  /// The same for a transfer syntax by its UID; `*` is the stored one.
  public static Optional<TransferSyntax> of(StoredInstance instance, Optional<String> wanted) {
    var stored = InstanceBytes.syntax(instance);
    if (wanted.isEmpty()) {
      return Optional.of(
          isDecodable(stored) ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : stored);
    }
    if (wanted.get().equals("*") || wanted.get().equals(stored.uid().value())) {
      return Optional.of(stored);
    }
    return TransferSyntax.find(wanted.get())
        .filter(Transcoder::writes)
        .filter(_ -> isDecodable(stored));
  }

  static boolean isDecodable(TransferSyntax syntax) {
    return switch (PixelCoding.of(syntax)) {
      case NATIVE, RUN_LENGTH, JPEG, JPEG_LS -> true;
      case JPEG_2000 -> FfmpegDecoders.obstacle().isEmpty();
      case VIDEO, UNKNOWN -> false;
    };
  }
}
