package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
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
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredInstance;
import vn.tia.records.studies.Studies;

/// WADO-RS for instances (PS3.18 section 10.4): studies, series and instances as they are stored.
@RestController
@RequestMapping(Paths.BASE)
public class WadoController extends WebErrors {

  private static final String DICOM = "application/dicom";

  private final Studies studies;
  private final InstanceBytes bytes;
  private final CallerAccess access;

  public WadoController(
      Studies studies, ObjectStore objects, CallerAccess access) {
    this.studies = studies;
    this.bytes = new InstanceBytes(objects);
    this.access = access;
  }

  @GetMapping("/studies/{study}")
  void study(@PathVariable String study, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(InstancePath.study(Paths.uid(study)), request, response);
  }

  @GetMapping("/studies/{study}/series/{series}")
  void series(@PathVariable String study, @PathVariable String series,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(InstancePath.series(Paths.uid(study), Paths.uid(series)), request, response);
  }

  @GetMapping("/studies/{study}/series/{series}/instances/{instance}")
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
    var range = MediaRange.parse(Optional.ofNullable(request.getHeader("Accept"))).stream()
        .filter(one -> one.takes(DICOM) && isStoredAs(one.transferSyntax(), found))
        .findFirst()
        .orElseThrow(() -> WebException.notAcceptable(
            "instances are given as application/dicom in the transfer syntax they are stored in"));
    if (range.type().equals(DICOM)) {
      single(found, request, response);
      return;
    }
    try (var parts = new Multipart(response, DICOM)) {
      for (var instance : found) {
        bytes.copy(instance, parts.part(mediaType(instance),
            Paths.base(request) + Paths.of(instance.uids()), instance.bytes().size()));
      }
    }
  }

  private void single(List<StoredInstance> found, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    if (found.size() != 1) {
      throw WebException.notAcceptable(
          "several instances are given as multipart/related; type=\"application/dicom\"");
    }
    var instance = found.getFirst();
    var tag = '"' + instance.bytes().sha256() + '"';
    response.setHeader("ETag", tag);
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(mediaType(instance));
    response.setContentLengthLong(instance.bytes().size());
    bytes.copy(instance, response.getOutputStream());
  }

  private static boolean isStoredAs(Optional<String> wanted, List<StoredInstance> found) {
    return wanted.isEmpty() || wanted.get().equals("*") || found.stream()
        .allMatch(instance -> instance.bytes().transferSyntaxUid().equals(wanted.get()));
  }

  private static String mediaType(StoredInstance instance) {
    return DICOM + "; transfer-syntax=" + instance.bytes().transferSyntaxUid();
  }
}
