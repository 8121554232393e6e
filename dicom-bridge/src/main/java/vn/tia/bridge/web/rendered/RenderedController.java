package vn.tia.bridge.web.rendered;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.Sending;
import vn.tia.bridge.web.wado.WadoParts;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.PresentationState;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredInstance;

/// WADO-RS for rendered resources and thumbnails (PS3.18 sections 10.4.1.1.3 and 10.4.1.1.4).
@RestController
@RequestMapping(Paths.BASE)
public class RenderedController extends WebErrors {

  private static final List<String> PICTURES = List.of("image/jpeg", "image/png", "image/gif");

  /// What a thumbnail measures where the client doesn't say.
  private static final String THUMBNAIL = "128,128";

  private final WadoParts parts;

  public RenderedController(WadoParts parts) {
    this.parts = parts;
  }

  private record Choice(MediaRange range, String mediaType) {}

  @GetMapping({"/studies/{study}/rendered", "/studies/{study}/series/{series}/rendered",
      "/studies/{study}/series/{series}/instances/{instance}/rendered"})
  void rendered(@PathVariable String study,
      @PathVariable(required = false) @Nullable String series,
      @PathVariable(required = false) @Nullable String instance, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var found = parts.find(Paths.of(study, series, instance), request);
    var parameters = parameters(request, response);
    var first = rendered(found.getFirst());
    var choice = choose(request, first.mediaTypes());
    if (found.size() == 1 && !choice.range().isMultipart()) {
      var tag = found.getFirst().bytes().sha256().substring(0, 32) + "-"
          + Integer.toHexString((choice.mediaType() + parameters).hashCode());
      // What is written into it changes with the patient.
      if (!parameters.annotations().isEmpty() || !Sending.isKnown(tag, request, response)) {
        var bytes = first.kind() == RenderedKind.STATE
            ? seenBy(first, choice.mediaType(), parameters, request)
            : first.whole(choice.mediaType(), parameters);
        send(bytes, choice.mediaType(), response);
      }
      return;
    }
    if (!choice.range().isMultipart() && !choice.range().type().equals("*/*")) {
      throw WebException.notAcceptable("several pictures are given as multipart/related");
    }
    var multipart = new Multipart(response, choice.mediaType());
    for (var one : found) {
      write(one, choice, parameters, Paths.base(request), multipart);
    }
    multipart.end();
  }

  /// The first image that a presentation state is about, of its study, as it wants it seen.
  private Bytes seenBy(RenderedInstance state, String mediaType, RenderParameters parameters,
      HttpServletRequest request) throws IOException {
    var presentation = PresentationState.of(parts.bytes().attributes(state.instance()));
    for (var shown : presentation.images()) {
      var image = parts.studies()
          .byUids(List.of(shown.sopInstance()), parts.access().of(request)).stream()
          .filter(one -> one.uids().study().equals(state.instance().uids().study()))
          .findFirst();
      if (image.isPresent()) {
        int frame = shown.frames().isEmpty() ? 0 : Math.max(0, shown.frames().getFirst() - 1);
        return rendered(image.get()).frames(
            new int[] {frame}, mediaType, parameters.with(presentation)).getFirst();
      }
    }
    throw RenderedInstance.nothing();
  }

  /// All frames of an image, or what else the instance is shown as. What has nothing to show is
  /// left out among others.
  private void write(StoredInstance stored, Choice choice, RenderParameters parameters,
      String base, Multipart multipart) throws IOException {
    var instance = rendered(stored);
    if (instance.kind() == RenderedKind.STATE) {
      return;
    }
    var mediaType = instance.mediaTypes().contains(choice.mediaType())
        ? choice.mediaType() : instance.mediaTypes().getFirst();
    if (!choice.range().takes(mediaType)) {
      return;
    }
    var address = base + Paths.of(stored.uids());
    if (instance.kind() != RenderedKind.IMAGE) {
      var bytes = instance.whole(mediaType, parameters);
      bytes.writeTo(multipart.part(mediaType, address + "/rendered", bytes.length()));
      return;
    }
    int frames = instance.frameCount().orElse(0);
    for (int i = 0; i < frames; i++) {
      var picture = instance.frames(new int[] {i}, mediaType, parameters).getFirst();
      picture.writeTo(multipart.part(
          mediaType, address + "/frames/" + (i + 1) + "/rendered", picture.length()));
    }
  }

  @GetMapping("/studies/{study}/series/{series}/instances/{instance}/frames/{frames}/rendered")
  void frames(@PathVariable String study, @PathVariable String series,
      @PathVariable String instance, @PathVariable String frames, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var numbers = FramesController.numbers(frames);
    var stored = parts.find(InstancePath.instance(
        Paths.uid(study), Paths.uid(series), Paths.uid(instance)), request).getFirst();
    var parameters = parameters(request, response);
    var choice = choose(request, PICTURES);
    var pictures = rendered(stored).frames(numbers, choice.mediaType(), parameters);
    if (numbers.length == 1 && !choice.range().isMultipart()) {
      send(pictures.getFirst(), choice.mediaType(), response);
      return;
    }
    if (!choice.range().isMultipart() && !choice.range().type().equals("*/*")) {
      throw WebException.notAcceptable("several pictures are given as multipart/related");
    }
    var address = Paths.base(request) + Paths.of(stored.uids()) + "/frames/";
    var multipart = new Multipart(response, choice.mediaType());
    for (int i = 0; i < numbers.length; i++) {
      pictures.get(i).writeTo(multipart.part(choice.mediaType(),
          address + (numbers[i] + 1) + "/rendered", pictures.get(i).length()));
    }
    multipart.end();
  }

  @GetMapping({"/studies/{study}/thumbnail", "/studies/{study}/series/{series}/thumbnail",
      "/studies/{study}/series/{series}/instances/{instance}/thumbnail"})
  void thumbnail(@PathVariable String study,
      @PathVariable(required = false) @Nullable String series,
      @PathVariable(required = false) @Nullable String instance, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var images = parts.find(Paths.of(study, series, instance), request).stream()
        .map(this::rendered)
        .filter(one -> one.kind() == RenderedKind.IMAGE || one.kind() == RenderedKind.VIDEO)
        .toList();
    var choice = choose(request, PICTURES);
    if (images.isEmpty()) {
      throw WebException.notFound();
    }
    var middle = images.get(images.size() / 2);
    send(middle.middle(choice.mediaType(), small(request)), choice.mediaType(), response);
  }

  @GetMapping("/studies/{study}/series/{series}/instances/{instance}/frames/{frames}/thumbnail")
  void frameThumbnail(@PathVariable String study, @PathVariable String series,
      @PathVariable String instance, @PathVariable String frames, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    var numbers = FramesController.numbers(frames);
    var stored = parts.find(InstancePath.instance(
        Paths.uid(study), Paths.uid(series), Paths.uid(instance)), request).getFirst();
    var choice = choose(request, PICTURES);
    send(rendered(stored).frames(IntStream.of(numbers).limit(1).toArray(), choice.mediaType(),
        small(request)).getFirst(), choice.mediaType(), response);
  }

  private static RenderParameters small(HttpServletRequest request) {
    var asked = RenderParameters.read(request);
    return new RenderParameters(
        asked.viewport().or(() -> Optional.of(THUMBNAIL)), asked.tone(), asked.quality(),
        Optional.empty(), asked.annotations());
  }

  private RenderedInstance rendered(StoredInstance stored) {
    return new RenderedInstance(parts, stored);
  }

  private static RenderParameters parameters(
      HttpServletRequest request, HttpServletResponse response) {
    var parameters = RenderParameters.read(request);
    parameters.warn(response);
    return parameters;
  }

  private static Choice choose(HttpServletRequest request, List<String> mediaTypes) {
    return Accepted.ranges(request).stream()
        .flatMap(range -> mediaTypes.stream().filter(range::takes).findFirst()
            .map(type -> new Choice(range, type)).stream())
        .findFirst()
        .orElseThrow(() -> WebException.notAcceptable(
            "it is shown as " + String.join(", ", mediaTypes)));
  }

  static void send(Bytes bytes, String mediaType, HttpServletResponse response)
      throws IOException {
    response.setContentType(mediaType.startsWith("text/")
        ? mediaType + ";charset=UTF-8" : mediaType);
    // Documents come from outside: no browser may run what they hold.
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    response.setContentLength(bytes.length());
    bytes.writeTo(response.getOutputStream());
  }
}
