package vn.tia.bridge.web.rendered;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import vn.tia.bridge.web.WebException;
import vn.tia.bridge.web.wado.InstanceBytes;
import vn.tia.bridge.web.wado.WadoParts;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.image.ImageObject;
import vn.tia.dicom.image.Picture;
import vn.tia.dicom.image.PictureFormat;
import vn.tia.dicom.image.Rendered;
import vn.tia.records.studies.StoredInstance;

/// Makes what an instance is shown as.
record RenderedInstance(WadoParts parts, StoredInstance instance) {

  /// Frames of an animated picture: a longer one is for a viewer.
  private static final int ANIMATED_FRAMES_MAX = 500;

  private InstanceBytes bytes() {
    return parts.bytes();
  }

  RenderedKind kind() {
    return RenderedKind.of(instance.sopClassUid(), InstanceBytes.syntax(instance));
  }

  List<String> mediaTypes() {
    return kind().mediaTypes(InstanceBytes.syntax(instance));
  }

  /// The whole instance in one of its media types.
  ///
  /// @throws WebException if it has nothing to show
  Bytes whole(String mediaType, RenderParameters parameters) throws IOException {
    return switch (kind()) {
      case IMAGE -> picture(mediaType, parameters);
      case VIDEO -> mediaType.startsWith("image/") ? picture(mediaType, parameters) : video();
      case PDF, CDA -> bytes().attributes(instance).bytes(Tags.ENCAPSULATED_DOCUMENT)
          .orElseThrow(RenderedInstance::nothing);
      case STATE -> throw nothing();
      case REPORT -> {
        var report = bytes().attributes(instance);
        var text = mediaType.equals("text/html")
            ? Documents.html(report) : Documents.text(report);
        yield Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private Bytes video() throws IOException {
    try (var image = bytes().image(instance)) {
      return image.object().frames().read(0);
    }
  }

  /// The only frame; of several, all of them as an animated GIF, else the first.
  private Bytes picture(String mediaType, RenderParameters parameters) throws IOException {
    try (var image = bytes().image(instance)) {
      int frames = image.object().frames().count();
      boolean isAnimated = mediaType.equals("image/gif") && frames > 1
          && frames <= ANIMATED_FRAMES_MAX && kind() == RenderedKind.IMAGE;
      return isAnimated ? AnimatedGif.of(
              image.object(), (object, frame) -> picture(object, frame, parameters))
          : encoded(picture(image.object(), 0, parameters), parameters.format(mediaType));
    }
  }

  /// Frames as pictures, counted from 0; all where none are named.
  ///
  /// @throws WebException if there is no such frame
  List<Bytes> frames(int[] numbers, String mediaType, RenderParameters parameters)
      throws IOException {
    try (var image = bytes().image(instance)) {
      List<Bytes> pictures = new ArrayList<>(numbers.length);
      for (int number : numbers) {
        if (number >= image.object().frames().count()) {
          throw WebException.notFound();
        }
        pictures.add(encoded(
            picture(image.object(), number, parameters), parameters.format(mediaType)));
      }
      return pictures;
    }
  }

  /// The frame in the middle: the one that shows most of what was scanned.
  Bytes middle(String mediaType, RenderParameters parameters) throws IOException {
    try (var image = bytes().image(instance)) {
      return encoded(picture(image.object(), image.object().frames().count() / 2, parameters),
          parameters.format(mediaType));
    }
  }

  OptionalInt frameCount() throws IOException {
    try (var image = bytes().image(instance)) {
      return OptionalInt.of(image.object().frames().count());
    }
  }

  private Picture picture(ImageObject image, int frame, RenderParameters parameters)
      throws IOException {
    return switch (image.render(frame, parameters.settings(image.layout().size()))) {
      case Rendered.Shown(var picture) -> annotated(picture, frame, parameters);
      case Rendered.NotShown _ -> throw WebException.notAcceptable(
          "the image can't be shown: its transfer syntax isn't decoded here");
    };
  }

  /// With the patient of now, as everything that goes out.
  private Picture annotated(Picture picture, int frame, RenderParameters parameters) {
    if (parameters.annotations().isEmpty() || !Annotations.isPossible()) {
      return picture;
    }
    var header = parts.studies().header(instance).dataset()
        .apply(parts.corrected(List.of(instance)).getFirst().corrections());
    return Annotations.draw(picture, header, frame, parameters.annotations());
  }

  private static Bytes encoded(Picture picture, PictureFormat format) throws IOException {
    var out = new ByteArrayOutputStream();
    format.write(picture, out);
    return Bytes.wrap(out.toByteArray());
  }

  static WebException nothing() {
    return WebException.notAcceptable("the instance holds nothing that can be shown");
  }
}
