package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
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
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.json.DicomJsonWriter;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.Studies;

/// WADO-RS for metadata and bulk data (PS3.18 sections 10.4.1.1.2 and 10.4.1.1.5).
@RestController
@RequestMapping(Paths.BASE)
public class MetadataController extends WebErrors {

  static final String JSON = "application/dicom+json";
  private static final String BINARY = "application/octet-stream";

  /// How many headers are held at once: a study of any size takes a few hundred kilobytes.
  private static final int CHUNK = 100;

  private final Studies studies;
  private final InstanceBytes bytes;
  private final CallerAccess access;

  public MetadataController(Studies studies, ObjectStore objects, CallerAccess access) {
    this.studies = studies;
    this.bytes = new InstanceBytes(objects);
    this.access = access;
  }

  @GetMapping("/studies/{study}/metadata")
  void study(@PathVariable String study, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(InstancePath.study(Paths.uid(study)), request, response);
  }

  @GetMapping("/studies/{study}/series/{series}/metadata")
  void series(@PathVariable String study, @PathVariable String series,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(InstancePath.series(Paths.uid(study), Paths.uid(series)), request, response);
  }

  @GetMapping("/studies/{study}/series/{series}/instances/{instance}/metadata")
  void instance(@PathVariable String study, @PathVariable String series,
      @PathVariable String instance, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(InstancePath.instance(Paths.uid(study), Paths.uid(series), Paths.uid(instance)),
        request, response);
  }

  private void answer(
      InstancePath path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var found = studies.instances(path, access.of(request));
    if (found.isEmpty()) {
      throw WebException.notFound();
    }
    requireJson(request);
    response.setContentType(JSON);
    var out = response.getOutputStream();
    var base = Paths.base(request);
    out.write('[');
    for (int i = 0; i < found.size(); i += CHUNK) {
      var chunk = found.subList(i, Math.min(i + CHUNK, found.size()));
      var headers = studies.headers(chunk);
      for (int k = 0; k < chunk.size(); k++) {
        if (i + k > 0) {
          out.write(',');
        }
        var address = base + Paths.of(chunk.get(k).uids());
        writer(address).write(headers.get(chunk.get(k).id()).dataset(), out);
      }
    }
    out.write(']');
  }

  /// A value that lies in the file is fetched from `bulkdata`, by its tag.
  private static DicomJsonWriter writer(String instance) {
    return new DicomJsonWriter((path, element) -> element.value() instanceof Value.Bulk
        ? Optional.of(instance + "/bulkdata/" + path) : Optional.empty());
  }

  static void requireJson(HttpServletRequest request) {
    if (MediaRange.parse(Optional.ofNullable(request.getHeader("Accept"))).stream()
        .noneMatch(range -> range.takes(JSON, "application/json") && !isXml(range))) {
      throw WebException.notAcceptable("the answer is given as application/dicom+json");
    }
  }

  private static boolean isXml(MediaRange range) {
    return range.isMultipart() && !range.payload().equals("*/*");
  }

  /// One value that the metadata points to.
  @GetMapping("/studies/{study}/series/{series}/instances/{instance}/bulkdata/{tag}")
  void bulk(@PathVariable String study, @PathVariable String series,
      @PathVariable String instance, @PathVariable String tag, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var path = InstancePath.instance(Paths.uid(study), Paths.uid(series), Paths.uid(instance));
    if (!tag.matches("[0-9A-Fa-f]{8}")) {
      throw WebException.badRequest("bulk data is named by a tag of eight hex digits");
    }
    var stored = studies.instances(path, access.of(request)).stream()
        .findFirst().orElseThrow(WebException::notFound);
    var element = studies.header(stored).dataset()
        .get(new Tag(Integer.parseUnsignedInt(tag, 16)))
        .filter(one -> one.value() instanceof Value.Bulk)
        .orElseThrow(WebException::notFound);
    if (((Value.Bulk) element.value()).length() < 0) {
      throw WebException.notAcceptable("encapsulated pixel data is given by its frames");
    }
    var range = MediaRange.parse(Optional.ofNullable(request.getHeader("Accept"))).stream()
        .filter(one -> one.takes(BINARY))
        .findFirst()
        .orElseThrow(() -> WebException.notAcceptable("bulk data is given as " + BINARY));
    long length = ((Value.Bulk) element.value()).length();
    if (range.isMultipart()) {
      try (var parts = new Multipart(response, BINARY)) {
        bytes.copyBulk(stored, element,
            parts.part(BINARY, request.getRequestURL().toString(), length));
      }
      return;
    }
    response.setContentType(BINARY);
    response.setContentLengthLong(length);
    bytes.copyBulk(stored, element, response.getOutputStream());
  }
}
