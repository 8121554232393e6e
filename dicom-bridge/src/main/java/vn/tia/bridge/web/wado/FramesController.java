package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.Multipart;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.image.Decoded;
import vn.tia.dicom.image.FrameDecoder;
import vn.tia.dicom.image.PixelLayout;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.Studies;

/// WADO-RS for frames (PS3.18 section 10.4.1.1.6): cut out of the file where it lies, as they are
/// stored, or decoded to native samples where the client asks for those.
@RestController
@RequestMapping(Paths.BASE)
public class FramesController extends WebErrors {

  /// How many frames one request gives; a viewer asks for one or a few.
  private static final int FRAMES_MAX = 1_000;

  private static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value();

  private final Studies studies;
  private final InstanceBytes bytes;
  private final CallerAccess access;

  public FramesController(Studies studies, ObjectStore objects, CallerAccess access) {
    this.studies = studies;
    this.bytes = new InstanceBytes(objects);
    this.access = access;
  }

  /// How frames are answered.
  private enum Form {
    AS_STORED, NATIVE
  }

  private record Choice(MediaRange range, Form form) {}

  @GetMapping("/studies/{study}/series/{series}/instances/{instance}/frames/{frames}")
  void frames(@PathVariable String study, @PathVariable String series,
      @PathVariable String instance, @PathVariable String frames, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var path = InstancePath.instance(Paths.uid(study), Paths.uid(series), Paths.uid(instance));
    var numbers = numbers(frames);
    var stored = studies.instances(path, access.of(request)).stream()
        .findFirst().orElseThrow(WebException::notFound);
    var syntax = InstanceBytes.syntax(stored);
    var choice = choose(request, syntax);
    if (!choice.range().isMultipart() && !choice.range().type().equals("*/*")
        && numbers.length > 1) {
      throw WebException.notAcceptable("several frames are given as multipart/related");
    }
    var header = studies.header(stored).dataset();
    var found = bytes.frames(stored, header, numbers);
    var type = choice.form() == Form.NATIVE ? FrameTypes.NATIVE : FrameTypes.of(syntax);
    var sent = choice.form() == Form.NATIVE ? decoded(found, header, syntax) : found;
    var uid = choice.form() == Form.NATIVE || type.equals(FrameTypes.NATIVE)
        && !syntax.isEncapsulated() ? EXPLICIT : syntax.uid().value();
    if (choice.range().isMultipart() || choice.range().type().equals("*/*")) {
      multipart(sent, type + "; transfer-syntax=" + uid, request, response);
      return;
    }
    response.setContentType(type + "; transfer-syntax=" + uid);
    response.setContentLength(sent.getFirst().length());
    sent.getFirst().writeTo(response.getOutputStream());
  }

  private static void multipart(List<Bytes> frames, String type, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var base = type.substring(0, type.indexOf(';'));
    try (var parts = new Multipart(response, base)) {
      for (var frame : frames) {
        frame.writeTo(parts.part(type, request.getRequestURL().toString(), frame.length()));
      }
    }
  }

  /// The best range that can be served: the stored form where it is named, or any is taken.
  private static Choice choose(HttpServletRequest request, TransferSyntax syntax) {
    return MediaRange.parse(Optional.ofNullable(request.getHeader("Accept"))).stream()
        .flatMap(range -> form(range, syntax).map(form -> new Choice(range, form)).stream())
        .findFirst()
        .orElseThrow(() -> WebException.notAcceptable("frames are given as "
            + FrameTypes.of(syntax) + " or " + FrameTypes.NATIVE));
  }

  private static Optional<Form> form(MediaRange range, TransferSyntax syntax) {
    var wanted = range.transferSyntax();
    var isAny = wanted.filter("*"::equals).isPresent();
    var isStored = wanted.isEmpty() || isAny || wanted.get().equals(syntax.uid().value());
    if (isStored && range.takes(FrameTypes.of(syntax)) || isAny && range.takes(FrameTypes.NATIVE)) {
      return Optional.of(Form.AS_STORED);
    }
    var isNative = wanted.isEmpty() || wanted.get().equals(EXPLICIT);
    return isNative && range.takes(FrameTypes.NATIVE)
        ? Optional.of(Form.NATIVE) : Optional.empty();
  }

  private static List<Bytes> decoded(List<Bytes> frames, Dataset header, TransferSyntax syntax)
      throws IOException {
    if (!syntax.isEncapsulated()) {
      return frames;
    }
    var layout = PixelLayout.of(header);
    List<Bytes> decoded = new ArrayList<>(frames.size());
    for (var frame : frames) {
      decoded.add(switch (FrameDecoder.decode(frame, layout, syntax)) {
        case Decoded.Pixels(var samples) -> NativeBytes.of(samples);
        // Floating point pixels are never packed.
        case Decoded.Undecodable _, Decoded.Reals _ -> throw WebException.notAcceptable(
            "frames of this transfer syntax are given as " + FrameTypes.of(syntax) + " only");
      });
    }
    return decoded;
  }

  /// The numbers of a frame list, counted from 0.
  private static int[] numbers(String list) {
    var parts = list.split(",", -1);
    if (parts.length > FRAMES_MAX) {
      throw WebException.badRequest("at most " + FRAMES_MAX + " frames are given at once");
    }
    if (Stream.of(parts).anyMatch(part -> !part.matches("-?\\d+"))) {
      throw WebException.badRequest("frames are named by numbers from 1, parted by commas");
    }
    if (Stream.of(parts).anyMatch(part -> part.startsWith("-") || part.matches("0+"))) {
      throw WebException.badRequest("frames are counted from 1");
    }
    // More digits than any frame number has: there is no such frame.
    if (Stream.of(parts).anyMatch(part -> part.length() > 9)) {
      throw WebException.notFound();
    }
    return Stream.of(parts).mapToInt(part -> Integer.parseInt(part) - 1).toArray();
  }
}
