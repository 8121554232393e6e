package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.bridge.web.Accepted;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.Multipart;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.InstanceSelection.Selected;
import vn.tia.records.studies.StoredInstance;

/// WADO-RS for instances (PS3.18 section 10.4): studies, series and instances, one by one or in a
/// ZIP archive, as they are stored or in the transfer syntax that is asked for.
@RestController
@RequestMapping(Paths.BASE)
public class WadoController extends WebErrors {

  private static final String DICOM = "application/dicom";
  private static final String ZIP = "application/zip";

  /// How many rows are read at once.
  private static final int CHUNK = 100;

  private final WadoParts parts;

  public WadoController(WadoParts parts) {
    this.parts = parts;
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
    var one = parts.one(InstancePath.instance(
        Paths.uid(study), Paths.uid(series), Paths.uid(instance)), request);
    var range = chosen(List.of(one.instance()), request);
    if (range.type().equals(ZIP)) {
      new StudyZip(parts).send(List.of(one.instance()), range, response);
    } else if (range.type().equals(DICOM)) {
      single(one, range, request, response);
    } else {
      onePart(one, range, request, response);
    }
  }

  private void answer(
      InstancePath path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var found = parts.find(path, request);
    var range = chosen(found, request);
    if (range.type().equals(ZIP)) {
      new StudyZip(parts).send(found, range, response);
    } else if (range.type().equals(DICOM)) {
      single(parts.corrected(found).getFirst(), range, request, response);
    } else {
      multipart(found, range, request, response);
    }
  }

  private static MediaRange chosen(List<StoredInstance> found, HttpServletRequest request) {
    return Accepted.ranges(request).stream()
        .filter(one -> isServed(one, found))
        .findFirst()
        .orElseThrow(() -> WebException.notAcceptable("instances are given as application/dicom"
            + " in multipart/related or, one alone, by itself; in the transfer syntax they are"
            + " stored in or one that they can be brought into; or as application/zip"));
  }

  /// A file by itself is one instance.
  private static boolean isServed(MediaRange range, List<StoredInstance> found) {
    boolean isType = range.type().equals(ZIP)
        || range.takes(DICOM) && (!range.type().equals(DICOM) || found.size() == 1);
    return isType
        && found.stream().allMatch(instance -> Syntaxes.of(instance, range).isPresent());
  }

  private void multipart(List<StoredInstance> found, MediaRange range,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    var base = Paths.base(request);
    var outgoing = parts.outgoing();
    @Nullable Multipart multipart = null;
    for (int i = 0; i < found.size(); i += CHUNK) {
      for (var selected : parts.corrected(found.subList(i, Math.min(i + CHUNK, found.size())))) {
        var syntax = syntax(selected, range);
        var file = outgoing.file(selected, syntax);
        try (var in = file.bytes()) {
          if (multipart == null) {
            // Begun only now: of what can't be transcoded nothing is answered.
            multipart = new Multipart(response, DICOM);
          }
          Sending.copy(in, file.length(), multipart.part(mediaType(syntax),
              base + Paths.of(selected.instance().uids()), file.length()));
        }
      }
    }
    if (multipart != null) {
      multipart.end();
    }
  }

  /// An answer of one part, whose length is known before.
  private void onePart(Selected selected, MediaRange range, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var syntax = syntax(selected, range);
    var file = parts.outgoing().file(selected, syntax);
    try (var in = file.bytes()) {
      var part = new OnlyPart(DICOM, mediaType(syntax),
          Paths.base(request) + Paths.of(selected.instance().uids()));
      part.send(in, file.length(), response);
    }
  }

  private void single(Selected selected, MediaRange range, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var syntax = syntax(selected, range);
    var tag = selected.instance().bytes().sha256().substring(0, 32) + "-" + syntax.uid().value()
        + (selected.corrections().isEmpty() ? ""
            : "-" + Corrections.key(selected.corrections()));
    if (Sending.isKnown(tag, request, response)) {
      return;
    }
    var file = parts.outgoing().file(selected, syntax);
    try (var in = file.bytes()) {
      response.setContentType(mediaType(syntax));
      Sending.send(in, file.length(), request, response);
    }
  }

  private static TransferSyntax syntax(Selected selected, MediaRange range) {
    return Syntaxes.of(selected.instance(), range).orElseThrow(WebException::notFound);
  }

  private static String mediaType(TransferSyntax syntax) {
    return DICOM + "; transfer-syntax=" + syntax.uid().value();
  }
}
