package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.bridge.web.Accepted;
import vn.tia.bridge.web.Multipart;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.Transcoder;
import vn.tia.dicom.image.Transcoding;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredInstance;

/// WADO-RS for frames (PS3.18 section 10.4.1.1.6): cut out of the file where it lies, as they are
/// stored, or in another form where the client asks for that.
@RestController
@RequestMapping(Paths.BASE)
public class FramesController extends WebErrors {

  /// How many frames one request gives; a viewer asks for one or a few.
  private static final int FRAMES_MAX = 1_000;

  private static final Pattern NUMBER = Pattern.compile("-?\\d+");
  private static final Pattern ZERO = Pattern.compile("0+");

  private final WadoParts parts;

  public FramesController(WadoParts parts) {
    this.parts = parts;
  }

  @GetMapping("/studies/{study}/series/{series}/instances/{instance}/frames/{frames}")
  void frames(@PathVariable String study, @PathVariable String series,
      @PathVariable String instance, @PathVariable String frames, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var path = InstancePath.instance(Paths.uid(study), Paths.uid(series), Paths.uid(instance));
    var numbers = numbers(frames);
    var stored = parts.find(path, request).getFirst();
    var form = FrameForm.choose(Accepted.ranges(request), InstanceBytes.syntax(stored));
    if (!form.isMultipart() && numbers.length > 1) {
      throw WebException.notAcceptable("several frames are given as multipart/related");
    }
    if (numbers.length == 1 && form.isStored(InstanceBytes.syntax(stored))
        && parts.bytes().send(stored, parts.studies().imageHeader(stored), numbers[0],
            (in, length) -> send(in, length, form, Paths.base(request) + Paths.of(stored.uids())
                + "/frames/" + (numbers[0] + 1), response))) {
      return;
    }
    var sent = bytes(stored, form, numbers);
    if (form.isMultipart()) {
      var base = Paths.base(request) + Paths.of(stored.uids()) + "/frames/";
      var multipart = new Multipart(response, form.type());
      for (int i = 0; i < numbers.length; i++) {
        var frame = sent.get(i);
        frame.writeTo(multipart.part(
            form.partType(), base + (numbers[i] + 1), frame.length()));
      }
      multipart.end();
      return;
    }
    response.setContentType(form.partType());
    response.setContentLength(sent.getFirst().length());
    sent.getFirst().writeTo(response.getOutputStream());
  }

  private static void send(InputStream in, long length, FrameForm form, String address,
      HttpServletResponse response) throws IOException {
    if (form.isMultipart()) {
      new OnlyPart(form.type(), form.partType(), address).send(in, length, response);
      return;
    }
    response.setContentType(form.partType());
    response.setContentLengthLong(length);
    Sending.copy(in, length, response.getOutputStream());
  }

  private List<Bytes> bytes(StoredInstance stored, FrameForm form, int[] numbers)
      throws IOException {
    if (form.isStored(InstanceBytes.syntax(stored))) {
      return parts.bytes().frames(stored, parts.studies().header(stored).dataset(), numbers);
    }
    List<Bytes> made = new ArrayList<>(numbers.length);
    try (var image = parts.bytes().image(stored)) {
      for (int number : numbers) {
        if (number >= image.object().frames().count()) {
          throw WebException.notFound();
        }
        made.add(Transcoder.frame(image.object(), number, Transcoding.to(form.target())));
      }
    }
    return made;
  }

  /// The numbers of a frame list, counted from 0.
  public static int[] numbers(String list) {
    var numbers = list.split(",", -1);
    if (numbers.length > FRAMES_MAX) {
      throw WebException.badRequest("at most " + FRAMES_MAX + " frames are given at once");
    }
    if (Stream.of(numbers).anyMatch(part -> !NUMBER.matcher(part).matches())) {
      throw WebException.badRequest("frames are named by numbers from 1, parted by commas");
    }
    if (Stream.of(numbers).anyMatch(part -> part.startsWith("-") || ZERO.matcher(part).matches())) {
      throw WebException.badRequest("frames are counted from 1");
    }
    // More digits than any frame number has: there is no such frame.
    if (Stream.of(numbers).anyMatch(part -> part.length() > 9)) {
      throw WebException.notFound();
    }
    return Stream.of(numbers).mapToInt(part -> Integer.parseInt(part) - 1).toArray();
  }
}
