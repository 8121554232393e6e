package vn.tia.dicom.image;

import java.util.Optional;

/// How a picture of a frame is wanted.
///
/// @param state a presentation state that the object is seen by, empty for the object's own ways
/// @param viewport the room that it is scaled into, empty for the image's own size
public record RenderSettings(
    Tone tone, Optional<PresentationState> state, Overlays overlays, PixelShape shape,
    Optional<Viewport> viewport, RenderLimits limits) {

  /// Whether the overlay planes of the object are drawn (PS3.3 section C.9.2), and its shutters.
  public enum Overlays {
    SHOWN, HIDDEN
  }

  /// What becomes of pixels that are no squares: a browser knows only those that are.
  public enum PixelShape {
    /// The shorter side of the pixels is stretched, by their spacing or aspect ratio.
    SQUARE,
    /// Each stored pixel is one of the picture.
    AS_STORED
  }

  /// As the object wants to be seen, with its overlays, in square pixels.
  public static final RenderSettings DEFAULT = new RenderSettings(
      Tone.OWN, Optional.empty(), Overlays.SHOWN, PixelShape.SQUARE, Optional.empty(),
      RenderLimits.DEFAULT);

  /// The same as [#DEFAULT] without overlays, one pixel for each that is stored.
  public static final RenderSettings PLAIN =
      DEFAULT.with(Overlays.HIDDEN).with(PixelShape.AS_STORED);

  /// @throws IllegalArgumentException if the viewport has sides beyond the limit
  public RenderSettings {
    viewport.ifPresent(room -> check(room, limits));
  }

  private static void check(Viewport viewport, RenderLimits limits) {
    if (Math.max(viewport.width(), viewport.height()) > limits.sideMax()) {
      throw new IllegalArgumentException("a viewport has sides of %d pixels at most, got %d x %d"
          .formatted(limits.sideMax(), viewport.width(), viewport.height()));
    }
  }

  public RenderSettings with(Tone other) {
    return new RenderSettings(other, state, overlays, shape, viewport, limits);
  }

  public RenderSettings with(Overlays other) {
    return new RenderSettings(tone, state, other, shape, viewport, limits);
  }

  public RenderSettings with(PixelShape other) {
    return new RenderSettings(tone, state, overlays, other, viewport, limits);
  }

  public RenderSettings with(Viewport other) {
    return new RenderSettings(tone, state, overlays, shape, Optional.of(other), limits);
  }

  public RenderSettings with(PresentationState other) {
    return new RenderSettings(tone, Optional.of(other), overlays, shape, viewport, limits);
  }

  public RenderSettings with(RenderLimits other) {
    return new RenderSettings(tone, state, overlays, shape, viewport, other);
  }
}
