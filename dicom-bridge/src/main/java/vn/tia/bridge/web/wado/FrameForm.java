package vn.tia.bridge.web.wado;

import java.util.List;
import java.util.Optional;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.image.Transcoder;

/// How frames are answered: in the transfer syntax they are stored in, or another one.
///
/// @param range what the client takes
record FrameForm(MediaRange range, TransferSyntax target) {

  private static final TransferSyntax NATIVE = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  /// The best form that can be given: the stored one where it is named, or any is taken.
  ///
  /// @throws WebException if there is none
  static FrameForm choose(List<MediaRange> ranges, TransferSyntax stored) {
    return ranges.stream()
        .flatMap(range -> target(range, stored).map(to -> new FrameForm(range, to)).stream())
        .findFirst()
        .orElseThrow(() -> WebException.notAcceptable("frames are given as "
            + FrameTypes.of(stored) + (Syntaxes.isDecodable(stored)
                ? ", " + FrameTypes.NATIVE + " or in a transfer syntax that is written here"
                : "")));
  }

  private static Optional<TransferSyntax> target(MediaRange range, TransferSyntax stored) {
    var wanted = range.transferSyntax();
    boolean isAny = wanted.filter("*"::equals).isPresent();
    boolean isStored = wanted.isEmpty() || isAny || wanted.get().equals(stored.uid().value());
    if (isStored && range.takes(FrameTypes.of(stored))
        || isAny && range.takes(FrameTypes.NATIVE)) {
      return Optional.of(stored);
    }
    if (!Syntaxes.isDecodable(stored)) {
      return Optional.empty();
    }
    boolean isNative = wanted.isEmpty() || wanted.get().equals(NATIVE.uid().value());
    if (isNative && range.takes(FrameTypes.NATIVE)) {
      return Optional.of(NATIVE);
    }
    return TransferSyntax.find(wanted.orElseGet(() -> FrameTypes.usual(range.payload())))
        .filter(Transcoder::writes)
        .filter(to -> to.isEncapsulated() && range.takes(FrameTypes.of(to)));
  }

  /// Whether the answer has parts.
  boolean isMultipart() {
    return range.isMultipart() || range.type().equals("*/*");
  }

  /// Whether frames go as they are stored.
  boolean isStored(TransferSyntax stored) {
    return target.uid().equals(stored.uid())
        || !target.isEncapsulated() && !stored.isEncapsulated();
  }

  String type() {
    return FrameTypes.of(target);
  }

  /// The media type of a part; native frames are in little endian, whatever they are stored in.
  String partType() {
    var uid = target.isEncapsulated() ? target : NATIVE;
    return type() + "; transfer-syntax=" + uid.uid().value();
  }
}
