package vn.tia.bridge.web.rendered;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.bridge.web.Accepted;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.WebException;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.Sending;
import vn.tia.bridge.web.wado.Syntaxes;
import vn.tia.bridge.web.wado.WadoParts;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.deidentify.Deidentifier;
import vn.tia.dicom.deidentify.FileDeidentifier;
import vn.tia.dicom.deidentify.Pseudonyms;
import vn.tia.dicom.image.PresentationState;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredInstance;

/// WADO-URI (PS3.18 section 9): one instance by its UIDs in the query, as a file, maybe without
/// its person, or as a picture.
@RestController
@RequestMapping(Paths.BASE)
public class WadoUriController extends WebErrors {

  private static final String DICOM = "application/dicom";

  private final WadoParts parts;

  // One for the life of the program: instances of a study fetched one by one still belong together.
  private final Pseudonyms pseudonyms = Pseudonyms.random();

  public WadoUriController(WadoParts parts) {
    this.parts = parts;
  }

  @GetMapping("/wado")
  void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!"WADO".equals(request.getParameter("requestType"))) {
      throw WebException.badRequest("requestType is WADO");
    }
    var stored = parts.find(InstancePath.instance(uid(request, "studyUID"),
        uid(request, "seriesUID"), uid(request, "objectUID")), request).getFirst();
    boolean isAnonymized = UriParameters.isYes(request, "anonymize");
    var instance = new RenderedInstance(parts, stored);
    var type = type(request, instance);
    if (type.equals(DICOM)) {
      file(stored, isAnonymized, request, response);
    } else if (isAnonymized) {
      throw WebException.badRequest("anonymize is for the contentType application/dicom");
    } else {
      show(instance, type, request, response);
    }
  }

  private static String uid(HttpServletRequest request, String name) {
    var text = request.getParameter(name);
    if (text == null) {
      throw WebException.badRequest("studyUID, seriesUID and objectUID have to be given");
    }
    return Paths.uid(text);
  }

  /// The first content type that can be given and is also accepted; without one, a picture of a
  /// single frame, the text of a report, else the file.
  private String type(HttpServletRequest request, RenderedInstance instance) throws IOException {
    var shown = instance.mediaTypes();
    var wanted = Optional.ofNullable(request.getParameter("contentType"));
    if (wanted.isEmpty()) {
      boolean isFile = switch (instance.kind()) {
        case IMAGE -> isMultiFrame(instance.instance());
        case VIDEO, STATE -> true;
        case REPORT, PDF, CDA -> false;
      };
      return isFile ? DICOM : shown.getFirst();
    }
    var accepted = Accepted.ranges(request);
    return MediaRange.parse(wanted).stream()
        .flatMap(range -> Stream.concat(
            Stream.of(DICOM), shown.stream()).filter(range::takes).limit(1))
        .filter(type -> accepted.stream().anyMatch(range -> range.takes(type)))
        .findFirst()
        .orElseThrow(() -> WebException.notAcceptable(
            "it is given as " + DICOM + ", " + String.join(", ", shown)));
  }

  private boolean isMultiFrame(StoredInstance stored) {
    return parts.studies().header(stored).dataset()
        .integer(Tags.NUMBER_OF_FRAMES).orElse(1) > 1;
  }

  private void show(RenderedInstance instance, String type, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var header = parts.studies().header(instance.instance()).dataset();
    var parameters = UriParameters.read(request, header, state(request));
    parameters.warn(response);
    var frame = request.getParameter("frameNumber");
    if (frame == null || !type.startsWith("image/")) {
      RenderedController.send(instance.whole(type, parameters), type, response);
      return;
    }
    var numbers = FramesController.numbers(frame);
    if (numbers.length != 1) {
      throw WebException.badRequest("frameNumber is one number");
    }
    RenderedController.send(
        instance.frames(numbers, type, parameters).getFirst(), type, response);
  }

  /// The presentation state of the request, of the same study.
  private Optional<PresentationState> state(HttpServletRequest request) throws IOException {
    if (request.getParameter("presentationUID") == null) {
      return Optional.empty();
    }
    var stored = parts.find(InstancePath.instance(uid(request, "studyUID"),
        uid(request, "presentationSeriesUID"), uid(request, "presentationUID")), request);
    return Optional.of(PresentationState.of(parts.bytes().attributes(stored.getFirst())));
  }

  private void file(StoredInstance stored, boolean isAnonymized, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var syntax = Syntaxes.of(stored, Optional.ofNullable(request.getParameter("transferSyntax")))
        .orElseThrow(() -> WebException.notAcceptable(
            "the instance can't be given in this transfer syntax"));
    var selected = parts.corrected(List.of(stored)).getFirst();
    var file = parts.outgoing().file(selected, syntax);
    try (var in = file.bytes()) {
      response.setContentType(DICOM + "; transfer-syntax=" + syntax.uid().value());
      if (isAnonymized) {
        anonymized(in, response);
      } else {
        Sending.send(in, file.length(), request, response);
      }
    }
  }

  private void anonymized(InputStream in, HttpServletResponse response)
      throws IOException {
    var named = parts.spool().file();
    var unnamed = parts.spool().file();
    try {
      Files.copy(in, named, StandardCopyOption.REPLACE_EXISTING);
      try (var out = new BufferedOutputStream(Files.newOutputStream(unnamed))) {
        new FileDeidentifier(new Deidentifier(Set.of(), pseudonyms)).write(named, out);
      }
      response.setContentLengthLong(Files.size(unnamed));
      Files.copy(unnamed, response.getOutputStream());
    } finally {
      Files.deleteIfExists(named);
      Files.deleteIfExists(unnamed);
    }
  }
}
