package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.bridge.web.Datasets;
import vn.tia.bridge.web.Multipart;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.WebErrors;
import vn.tia.bridge.web.WebException;
import vn.tia.bridge.web.wado.MetadataStore.State;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.xml.BulkData;
import vn.tia.dicom.xml.NativeXmlWriter;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredInstance;

/// WADO-RS for metadata (PS3.18 section 10.4.1.1.2), with the patient as corrected since.
@RestController
@RequestMapping(Paths.BASE)
public class MetadataController extends WebErrors {

  /// How many headers are held at once.
  private static final int CHUNK = 100;

  private final WadoParts parts;
  private final MetadataStore store;

  public MetadataController(WadoParts parts, MetadataStore store) {
    this.parts = parts;
    this.store = store;
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
    if (path.instance().isEmpty()) {
      many(path, request, response);
      return;
    }
    var found = parts.find(path, request);
    switch (Datasets.chosen(request)) {
      case JSON -> {
        response.setContentType(Datasets.JSON_TYPE);
        var out = response.getOutputStream();
        out.write('[');
        MetadataStore.writer(Paths.base(request) + Paths.of(path)).write(
            parts.studies().header(found.getFirst()).dataset()
                .apply(parts.corrected(found).getFirst().corrections()), out);
        out.write(']');
      }
      case XML -> xml(found, request, response);
    }
  }

  private void many(InstancePath path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var access = parts.access().of(request);
    var series = parts.studies().series(path, access);
    if (series.isEmpty()) {
      throw WebException.notFound();
    }
    if (Datasets.chosen(request) == Datasets.XML) {
      xml(parts.find(path, request), request, response);
      return;
    }
    var coercion = parts.selection().coercion(series.getFirst().state());
    var states = series.stream()
        .map(one -> new State(one, coercion, Paths.base(request))).toList();
    boolean isPacked = takesGzip(request);
    response.setHeader("Vary", "Accept, Accept-Encoding");
    if (Sending.isKnown(tag(states) + (isPacked ? "-gzip" : ""), request, response)) {
      return;
    }
    // All are made before the first byte goes.
    List<PackedJson> texts = new ArrayList<>();
    for (var state : states) {
      texts.add(store.read(state, access));
    }
    send(texts, isPacked, response);
  }

  private static void send(List<PackedJson> texts, boolean isPacked, HttpServletResponse response)
      throws IOException {
    response.setContentType(Datasets.JSON_TYPE);
    var out = response.getOutputStream();
    if (!isPacked) {
      response.setContentLengthLong(1 + texts.size()
          + texts.stream().mapToLong(PackedJson::plainBytes).sum());
      out.write('[');
      for (int i = 0; i < texts.size(); i++) {
        if (i > 0) {
          out.write(',');
        }
        texts.get(i).copyPlain(out);
      }
      out.write(']');
      return;
    }
    response.setHeader("Content-Encoding", "gzip");
    var row = new GzipRow(out);
    row.add("[");
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0) {
        row.add(",");
      }
      row.add(texts.get(i));
    }
    row.add("]");
    row.end();
  }

  private static String tag(List<State> states) {
    return Corrections.key(List.of(), states.stream().map(State::name).toArray(String[]::new));
  }

  private static boolean takesGzip(HttpServletRequest request) {
    var header = Optional.ofNullable(request.getHeader("Accept-Encoding")).orElse("");
    for (var coding : header.split(",")) {
      var words = coding.strip().split("\\s*;\\s*");
      if (words[0].equalsIgnoreCase("gzip")) {
        return words.length == 1 || !words[1].matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private void xml(List<StoredInstance> found, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var multipart = new Multipart(response, Datasets.XML_TYPE);
    for (int i = 0; i < found.size(); i += CHUNK) {
      var chunk = found.subList(i, Math.min(i + CHUNK, found.size()));
      var headers = parts.studies().headers(chunk);
      for (var selected : parts.corrected(chunk)) {
        var address = Paths.base(request) + Paths.of(selected.instance().uids());
        var header = headers.get(selected.instance().id());
        if (header != null) {
          writer(address).write(header.dataset().apply(selected.corrections()),
              multipart.part(Datasets.XML_TYPE));
        }
      }
    }
    multipart.end();
  }

  private static NativeXmlWriter writer(String instance) {
    return new NativeXmlWriter((path, element) -> element.value() instanceof Value.Bulk
        ? Optional.of(new BulkData.Uri(instance + "/bulkdata/" + path)) : Optional.empty());
  }
}
