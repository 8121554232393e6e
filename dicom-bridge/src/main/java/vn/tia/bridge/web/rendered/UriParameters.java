package vn.tia.bridge.web.rendered;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.image.PresentationState;
import vn.tia.dicom.image.Tone;
import vn.tia.dicom.image.Window;

/// How WADO-URI says how a picture is wanted (PS3.18 section 9.4.1.2).
final class UriParameters {

  /// A side that isn't said gives way to the other.
  private static final int SIDE_FREE = 16_384;

  private UriParameters() {}

  /// @param header of the image, whose size regions are parts of
  /// @throws WebException if a parameter has a wrong value
  static RenderParameters read(
      HttpServletRequest request, Dataset header, Optional<PresentationState> state) {
    return new RenderParameters(viewport(request, header), tone(request),
        RenderParameters.quality(request), state, RenderParameters.annotations(request));
  }

  private static Optional<String> viewport(HttpServletRequest request, Dataset header) {
    var rows = number(request, "rows");
    var columns = number(request, "columns");
    var region = Optional.ofNullable(request.getParameter("region"));
    if (rows.isEmpty() && columns.isEmpty() && region.isEmpty()) {
      return Optional.empty();
    }
    int height = header.integer(Tags.ROWS).orElse(1);
    int width = header.integer(Tags.COLUMNS).orElse(1);
    boolean isScaled = rows.isPresent() || columns.isPresent();
    var part = region.map(text -> part(text, width, height));
    var size = isScaled
        ? columns.orElse(SIDE_FREE) + "," + rows.orElse(SIDE_FREE)
        : Math.max(1, Math.round(part.orElseThrow()[2])) + ","
            + Math.max(1, Math.round(part.orElseThrow()[3]));
    return Optional.of(size + part.map(numbers -> ",%s,%s,%s,%s".formatted(
        numbers[0], numbers[1], numbers[2], numbers[3])).orElse(""));
  }

  private static Optional<Integer> number(HttpServletRequest request, String name) {
    var text = Optional.ofNullable(request.getParameter(name));
    if (text.filter(one -> !one.matches("[1-9]\\d{0,4}")
        || Integer.parseInt(one) > SIDE_FREE).isPresent()) {
      throw WebException.badRequest(name + " is a number from 1 to " + SIDE_FREE);
    }
    return text.map(Integer::valueOf);
  }

  /// Left, top, width and height in pixels, of corners that are given as parts of 1.
  private static double[] part(String text, int width, int height) {
    try {
      var corners = Stream.of(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      if (corners.length == 4 && corners[0] >= 0 && corners[1] >= 0 && corners[2] <= 1
          && corners[3] <= 1 && corners[0] < corners[2] && corners[1] < corners[3]) {
        return new double[] {corners[0] * width, corners[1] * height,
            (corners[2] - corners[0]) * width, (corners[3] - corners[1]) * height};
      }
    } catch (NumberFormatException _) {
      // Refused below.
    }
    throw WebException.badRequest("region is left, top, right and bottom between 0 and 1");
  }

  private static Tone tone(HttpServletRequest request) {
    var center = request.getParameter("windowCenter");
    var width = request.getParameter("windowWidth");
    if (center == null && width == null) {
      return Tone.OWN;
    }
    try {
      return new Tone.Through(Window.linear(Double.parseDouble(String.valueOf(center)),
          Double.parseDouble(String.valueOf(width))));
    } catch (IllegalArgumentException _) {
      throw WebException.badRequest("windowCenter and windowWidth are two numbers,"
          + " both or none, and can be center and width");
    }
  }

  /// Whether a parameter says yes.
  static boolean isYes(HttpServletRequest request, String name) {
    var text = request.getParameter(name);
    if (text != null && !text.toLowerCase(Locale.ROOT).equals("yes")) {
      throw WebException.badRequest(name + " is yes, or left out");
    }
    return text != null;
  }
}
