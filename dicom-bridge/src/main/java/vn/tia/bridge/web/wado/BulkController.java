package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.image.Transcoder;
import vn.tia.dicom.image.Transcoding;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredInstance;

/// WADO-RS for bulk data and pixel data (PS3.18 sections 10.4.1.1.5 and 10.4.1.1.7): one value that
/// the metadata points to, or all of an instance, a series or a study.
@RestController
@RequestMapping(Paths.BASE)
public class BulkController extends WebErrors {

  private static final String BINARY = "application/octet-stream";
  private static final List<Tag> PIXELS =
      List.of(Tags.FLOAT_PIXEL_DATA, Tags.DOUBLE_FLOAT_PIXEL_DATA, Tags.PIXEL_DATA);

  private final WadoParts parts;

  public BulkController(WadoParts parts) {
    this.parts = parts;
  }

  /// Which values are wanted.
  private enum Wanted {
    ALL, PIXELS
  }

  @GetMapping({"/studies/{study}/bulkdata", "/studies/{study}/series/{series}/bulkdata",
      "/studies/{study}/series/{series}/instances/{instance}/bulkdata"})
  void bulk(@PathVariable String study, @PathVariable(required = false) @Nullable String series,
      @PathVariable(required = false) @Nullable String instance, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    many(Paths.of(study, series, instance), Wanted.ALL, request, response);
  }

  @GetMapping({"/studies/{study}/pixeldata", "/studies/{study}/series/{series}/pixeldata",
      "/studies/{study}/series/{series}/instances/{instance}/pixeldata"})
  void pixels(@PathVariable String study, @PathVariable(required = false) @Nullable String series,
      @PathVariable(required = false) @Nullable String instance, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    many(Paths.of(study, series, instance), Wanted.PIXELS, request, response);
  }

  /// One value that the metadata points to, also within sequences: tags with the numbers of items
  /// between them.
  @GetMapping("/studies/{study}/series/{series}/instances/{instance}/bulkdata/{*path}")
  void value(@PathVariable String study, @PathVariable String series,
      @PathVariable String instance, @PathVariable String path, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var stored = parts.find(InstancePath.instance(
        Paths.uid(study), Paths.uid(series), Paths.uid(instance)), request).getFirst();
    var steps = path.substring(1).split("/", -1);
    if (steps.length % 2 == 0 || steps.length > 129
        || !path.matches("(/[0-9A-Fa-f]{8}/[1-9][0-9]{0,8})*/[0-9A-Fa-f]{8}")) {
      throw WebException.badRequest("bulk data is named by a tag of eight hex digits,"
          + " within sequences by tags and the numbers of items");
    }
    var dataset = parts.studies().header(stored).dataset();
    for (int i = 0; i + 2 < steps.length; i += 2) {
      dataset = item(dataset, tag(steps[i]), Integer.parseInt(steps[i + 1]));
    }
    var element = dataset.get(tag(steps[steps.length - 1]))
        .filter(one -> isBulk(one) || PIXELS.contains(one.tag()))
        .orElseThrow(WebException::notFound);
    if (isEncapsulated(element)) {
      if (steps.length > 1) {
        // An icon whose fragments are no frames of the instance.
        throw WebException.notFound();
      }
      many(InstancePath.instance(study, series, instance), Wanted.PIXELS, request, response);
      return;
    }
    var tag = stored.bytes().sha256().substring(0, 32) + "-" + String.join(".", steps);
    if (!Sending.isKnown(tag, request, response)) {
      try (var in = open(stored, element)) {
        send(in, length(element), request, response);
      }
    }
  }

  private static Dataset item(Dataset dataset, Tag sequence, int number) {
    var items = dataset.items(sequence);
    if (number > items.size()) {
      throw WebException.notFound();
    }
    return items.get(number - 1);
  }

  private static Tag tag(String digits) {
    return new Tag(Integer.parseUnsignedInt(digits, 16));
  }

  private static void send(InputStream in, long length, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var range = Accepted.ranges(request).stream()
        .filter(one -> one.takes(BINARY))
        .findFirst()
        .orElseThrow(() -> WebException.notAcceptable("bulk data is given as " + BINARY));
    if (range.isMultipart()) {
      var multipart = new Multipart(response, BINARY);
      Sending.copy(in, length,
          multipart.part(BINARY, request.getRequestURL().toString(), length));
      multipart.end();
      return;
    }
    response.setContentType(BINARY);
    Sending.send(in, length, request, response);
  }

  private void many(InstancePath path, Wanted wanted, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var found = parts.find(path, request);
    var ranges = Accepted.ranges(request).stream()
        .filter(one -> one.isMultipart() || one.type().equals("*/*")).toList();
    if (ranges.isEmpty()) {
      throw WebException.notAcceptable("several values are given as multipart/related");
    }
    @Nullable Multipart multipart = null;
    for (var stored : found) {
      for (var place : values(stored, wanted)) {
        var element = place.element();
        var form = place.path().length() == 8 && PIXELS.contains(element.tag())
            ? Optional.of(FrameForm.choose(ranges, InstanceBytes.syntax(stored)))
            : Optional.<FrameForm>empty();
        if (multipart == null) {
          multipart = new Multipart(response, form.map(FrameForm::type).orElse(BINARY));
        }
        write(stored, place, form, Paths.base(request) + Paths.of(stored.uids()), multipart);
      }
    }
    if (multipart == null) {
      throw WebException.notFound();
    }
    multipart.end();
  }

  /// A value and the way to it, as its address has it.
  private record Place(String path, Element element) {}

  private List<Place> values(StoredInstance stored, Wanted wanted) {
    var header = parts.studies().header(stored).dataset();
    List<Place> values = new ArrayList<>();
    if (wanted == Wanted.ALL) {
      addBulk(header, "", values);
    }
    PIXELS.stream().flatMap(tag -> header.get(tag).stream())
        .filter(element -> !element.isEmpty() && !(wanted == Wanted.ALL && isBulk(element)))
        .forEach(element -> values.add(new Place(element.tag().digits(), element)));
    return values;
  }

  private static void addBulk(Dataset dataset, String way, List<Place> values) {
    dataset.elements().forEach(element -> {
      var path = way + element.tag().digits();
      if (isBulk(element) && (way.isEmpty() || !isEncapsulated(element))) {
        values.add(new Place(path, element));
      }
      if (element.vr() == Vr.SQ) {
        var items = element.items();
        for (int i = 0; i < items.size(); i++) {
          addBulk(items.get(i), path + "/" + (i + 1) + "/", values);
        }
      }
    });
  }

  private static boolean isBulk(Element element) {
    return !element.isFromField() && element.value() instanceof Value.Bulk;
  }

  private void write(StoredInstance stored, Place place, Optional<FrameForm> form,
      String address, Multipart multipart) throws IOException {
    var element = place.element();
    boolean isPlain = !isEncapsulated(element);
    if (form.isEmpty() || isPlain && !form.get().target().isEncapsulated()) {
      long length = length(element);
      try (var in = open(stored, element)) {
        Sending.copy(in, length, multipart.part(
            form.map(FrameForm::partType).orElse(BINARY),
            address + "/bulkdata/" + place.path(), length));
      }
      return;
    }
    try (var image = parts.bytes().image(stored)) {
      var target = Transcoding.to(form.get().target());
      for (int i = 0; i < image.object().frames().count(); i++) {
        var frame = Transcoder.frame(image.object(), i, target);
        frame.writeTo(multipart.part(
            form.get().partType(), address + "/frames/" + (i + 1), frame.length()));
      }
    }
  }

  private static boolean isEncapsulated(Element element) {
    return !element.isFromField() && switch (element.value()) {
      case Value.Bulk(_, long length) -> length < 0;
      case Value.Fragments _ -> true;
      case Value.Empty _, Value.Text _, Value.Numbers _, Value.TagList _, Value.Binary _,
          Value.Sequence _ -> false;
    };
  }

  private static long length(Element element) {
    return !element.isFromField() && element.value() instanceof Value.Bulk bulk
        ? bulk.length() : element.bytes().orElse(Bytes.EMPTY).length();
  }

  private InputStream open(StoredInstance stored, Element element) throws IOException {
    return !element.isFromField() && element.value() instanceof Value.Bulk bulk
        ? parts.bytes().bulk(stored, element.vr(), bulk)
        : element.bytes().orElse(Bytes.EMPTY).stream();
  }
}
