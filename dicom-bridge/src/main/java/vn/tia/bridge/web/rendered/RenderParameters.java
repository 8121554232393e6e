package vn.tia.bridge.web.rendered;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.image.PictureFormat;
import vn.tia.dicom.image.PixelLayout;
import vn.tia.dicom.image.PresentationState;
import vn.tia.dicom.image.RenderSettings;
import vn.tia.dicom.image.Tone;
import vn.tia.dicom.image.Viewport;
import vn.tia.dicom.image.Window;

/// How a picture is wanted (PS3.18 section 8.3.5.1), read and checked before anything is rendered.
///
/// @param viewport checked but for its region, which needs the size of the image
/// @param state a presentation state that the image is seen by
/// @param annotations what is written into the picture, as [Annotations] names it
record RenderParameters(Optional<String> viewport, Tone tone, int quality,
    Optional<PresentationState> state, Set<String> annotations) {

  private static final int QUALITY = 90;
  private static final Set<String> PROFILES = Set.of("no", "srgb");

  /// @throws WebException if a parameter has a wrong value
  static RenderParameters read(HttpServletRequest request) {
    var profile = request.getParameter("iccprofile");
    if (profile != null && !PROFILES.contains(profile.toLowerCase(Locale.ROOT))) {
      throw WebException.badRequest(
          "iccprofile is no or srgb: pictures are sRGB without a profile");
    }
    var viewport = Optional.ofNullable(request.getParameter("viewport"));
    viewport.ifPresent(text -> viewport(text, new PixelLayout.Size(65_535, 65_535, 1)));
    return new RenderParameters(viewport,
        Optional.ofNullable(request.getParameter("window"))
            .<Tone>map(text -> new Tone.Through(window(text))).orElse(Tone.OWN),
        quality(request), Optional.empty(), annotations(request));
  }

  RenderParameters with(PresentationState seenBy) {
    return new RenderParameters(viewport, tone, quality, Optional.of(seenBy), annotations);
  }

  RenderParameters {
    annotations = Set.copyOf(annotations);
  }

  static Set<String> annotations(HttpServletRequest request) {
    var words = Optional.ofNullable(request.getParameter("annotation")).stream()
        .flatMap(text -> Stream.of(text.split(","))).map(String::strip)
        .collect(Collectors.toSet());
    if (!Annotations.NAMES.containsAll(words)) {
      throw WebException.badRequest("annotation is patient, technique or both");
    }
    return words;
  }

  /// Says that a picture comes without the text that was asked for, where there are no fonts.
  void warn(HttpServletResponse response) {
    if (!annotations.isEmpty() && !Annotations.isPossible()) {
      response.addHeader("Warning", "299 tia \"annotations are not drawn: there are no fonts\"");
    }
  }

  static int quality(HttpServletRequest request) {
    var text = request.getParameter("quality");
    if (text == null) {
      text = request.getParameter("imageQuality");
    }
    if (text == null) {
      return QUALITY;
    }
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 100) {
      throw WebException.badRequest("quality is a number from 1 to 100");
    }
    return Integer.parseInt(text);
  }

  private static Window window(String text) {
    var words = text.split(",", -1);
    if (words.length != 3) {
      throw WebException.badRequest("window is center, width and function, parted by commas");
    }
    try {
      var shape = Window.Shape.valueOf(
          words[2].strip().toUpperCase(Locale.ROOT).replace('-', '_'));
      return new Window(Double.parseDouble(words[0]), Double.parseDouble(words[1]), shape);
    } catch (IllegalArgumentException _) {
      throw WebException.badRequest("window is two numbers that can be center and width,"
          + " and linear, linear-exact or sigmoid");
    }
  }

  private static Viewport viewport(String text, PixelLayout.Size size) {
    try {
      var viewport = Viewport.parse(text, size);
      // The limits of sides are the settings' to check.
      RenderSettings.DEFAULT.with(viewport);
      return viewport;
    } catch (IllegalArgumentException e) {
      throw WebException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  RenderSettings settings(PixelLayout.Size size) {
    var settings = state.map(RenderSettings.DEFAULT::with).orElse(RenderSettings.DEFAULT)
        .with(tone);
    return viewport.map(text -> settings.with(viewport(text, size))).orElse(settings);
  }

  PictureFormat format(String mediaType) {
    return switch (mediaType) {
      case "image/png" -> PictureFormat.PNG;
      case "image/gif" -> PictureFormat.GIF;
      default -> new PictureFormat.JpegFile(quality);
    };
  }
}
