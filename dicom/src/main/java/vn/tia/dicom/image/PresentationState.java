package vn.tia.dicom.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// How a softcopy presentation state wants images to be seen (PS3.3 section A.33, PS3.4 annex N).
///
/// Grey scale, shutters, overlays, displayed area, rotation and flip are heeded; graphic
/// annotations, bitmap shutters and pseudo-colours are not.
public final class PresentationState {

  /// What of an image gives way to a state, whether that says something in its place or not.
  private static final List<Tag> OF_THE_IMAGE = List.of(
      Tags.MODALITY_LUT_SEQUENCE, Tags.RESCALE_SLOPE, Tags.RESCALE_INTERCEPT,
      Tags.WINDOW_CENTER, Tags.WINDOW_WIDTH, Tags.VOILUT_FUNCTION, Tags.VOILUT_SEQUENCE,
      Tags.PRESENTATION_LUT_SEQUENCE, Tags.PRESENTATION_LUT_SHAPE);

  private static final List<Tag> OF_THE_STATE = List.of(
      Tags.MODALITY_LUT_SEQUENCE, Tags.RESCALE_SLOPE, Tags.RESCALE_INTERCEPT,
      Tags.PRESENTATION_LUT_SEQUENCE, Tags.PRESENTATION_LUT_SHAPE);

  private static final int OVERLAYS = 16;
  private static final int ACTIVATION = 0x1001;

  private final Dataset state;

  private PresentationState(Dataset state) {
    this.state = state;
  }

  public static PresentationState of(Dataset state) {
    return new PresentationState(state);
  }

  /// An image that a state is about.
  ///
  /// @param frames its frames, counted from 1; none means all
  public record Image(String sopInstance, List<Integer> frames) {
    public Image {
      frames = List.copyOf(frames);
    }

    private boolean has(int frame) {
      return frames.isEmpty() || frames.contains(frame + 1);
    }
  }

  /// The images that the state is about, in its order.
  public List<Image> images() {
    return state.items(Tags.REFERENCED_SERIES_SEQUENCE).stream()
        .flatMap(series -> referenced(series).stream()).toList();
  }

  private static List<Image> referenced(Dataset item) {
    return item.items(Tags.REFERENCED_IMAGE_SEQUENCE).stream()
        .map(image -> new Image(image.string(Tags.REFERENCED_SOP_INSTANCE_UID).orElse(""),
            image.get(Tags.REFERENCED_FRAME_NUMBER).map(Lut::numbers).orElse(List.of())))
        .toList();
  }

  /// What the state says of one frame.
  ///
  /// @param frame counted from 0
  /// @throws PixelDataException if the state is not about it
  View of(Dataset image, int frame) throws PixelDataException {
    String uid = image.string(Tags.SOP_INSTANCE_UID).orElse("");
    if (images().stream().noneMatch(one -> one.sopInstance().equals(uid) && one.has(frame))) {
      throw new PixelDataException(
          "the presentation state is not about frame %d of this image".formatted(frame + 1));
    }
    Optional<Dataset> values = item(Tags.SOFTCOPY_VOILUT_SEQUENCE, uid, frame);
    Optional<Dataset> area = item(Tags.DISPLAYED_AREA_SELECTION_SEQUENCE, uid, frame);
    List<Edit> edits = new ArrayList<>();
    OF_THE_IMAGE.forEach(tag -> edits.add(new Edit.Remove(tag)));
    OF_THE_STATE.forEach(tag -> state.get(tag).ifPresent(e -> edits.add(new Edit.Put(e))));
    values.ifPresent(item -> item.elements()
        .filter(element -> !element.tag().equals(Tags.REFERENCED_IMAGE_SEQUENCE))
        .forEach(element -> edits.add(new Edit.Put(element))));
    area.ifPresent(item -> edits.addAll(shape(item)));
    edits.addAll(overlays(image));
    return new View(image.apply(edits), corners(area), turns(), flip());
  }

  /// The first item of a sequence that is about a frame.
  private Optional<Dataset> item(Tag sequence, String uid, int frame) {
    return state.items(sequence).stream()
        .filter(item -> {
          List<Image> about = referenced(item);
          return about.isEmpty()
              || about.stream().anyMatch(one -> one.sopInstance().equals(uid) && one.has(frame));
        })
        .findFirst();
  }

  /// The shape of pixels as the state has it.
  private static List<Edit> shape(Dataset area) {
    Optional<Element> spacing = area.get(Tags.PRESENTATION_PIXEL_SPACING);
    Optional<Element> ratio = area.get(Tags.PRESENTATION_PIXEL_ASPECT_RATIO);
    if (spacing.isEmpty() && ratio.isEmpty()) {
      return List.of();
    }
    List<Edit> edits = new ArrayList<>();
    Placement.SPACINGS.forEach(tag -> edits.add(new Edit.Remove(tag)));
    Element shape = spacing.or(() -> ratio).orElseThrow();
    edits.add(new Edit.Put(new Element(
        spacing.isPresent() ? Tags.PIXEL_SPACING : Tags.PIXEL_ASPECT_RATIO,
        shape.vr(), shape.value())));
    return edits;
  }

  /// The image's overlays stay where the state activates them; its own join them.
  private List<Edit> overlays(Dataset image) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < OVERLAYS; i++) {
      int group = 0x6000 + 2 * i;
      if (!state.contains(Tag.of(group, ACTIVATION))) {
        image.elements().map(Element::tag).filter(tag -> tag.group() == group)
            .forEach(tag -> edits.add(new Edit.Remove(tag)));
      }
      state.elements().filter(element -> element.tag().group() == group)
          .forEach(element -> edits.add(new Edit.Put(element)));
    }
    return edits;
  }

  private static List<Integer> corners(Optional<Dataset> area) {
    List<Integer> corners = new ArrayList<>();
    for (Tag corner : List.of(Tags.DISPLAYED_AREA_TOP_LEFT_HAND_CORNER,
        Tags.DISPLAYED_AREA_BOTTOM_RIGHT_HAND_CORNER)) {
      corners.addAll(area.flatMap(item -> item.get(corner)).map(Lut::numbers).orElse(List.of()));
    }
    return corners.size() == 4 ? corners : List.of();
  }

  private int turns() {
    return Math.floorMod(state.integer(Tags.IMAGE_ROTATION).orElse(0) / 90, 4);
  }

  private Flip flip() {
    return state.string(Tags.IMAGE_HORIZONTAL_FLIP).orElse("N").equals("Y")
        ? Flip.SIDEWAYS : Flip.NONE;
  }

  /// The shutters of the state.
  Shutter shutter() throws PixelDataException {
    return Shutter.of(state);
  }

  /// Whether left and right change places.
  enum Flip {
    NONE, SIDEWAYS
  }

  /// One frame as a state wants it.
  ///
  /// @param attributes those of the image with the state's own laid over them
  /// @param corners column and row of the displayed area's corners, counted from 1; none for all
  /// @param turns quarter turns to the right, from 0 to 3
  /// @param flip what happens after the turns
  record View(Dataset attributes, List<Integer> corners, int turns, Flip flip) {

    /// The ratio of pixels after the turns.
    double turned(double ratio) {
      return turns % 2 == 0 ? ratio : 1 / ratio;
    }

    /// The displayed area of a picture, turned and flipped.
    Picture apply(Picture picture) {
      Picture part = corners.isEmpty() ? picture : Scaling.scale(picture,
          axis(corners.get(0), corners.get(2), picture.columns()),
          axis(corners.get(1), corners.get(3), picture.rows()));
      for (int i = 0; i < turns; i++) {
        part = part.turned();
      }
      return flip == Flip.SIDEWAYS ? part.flipped() : part;
    }

    /// The corners name pixels of the stored image, so that a turned area runs backwards in it.
    private static Scaling.Axis axis(int one, int other, int side) {
      int from = Math.clamp(Math.min(one, other) - 1L, 0, side - 1);
      int to = Math.clamp(Math.max(one, other), from + 1, side);
      return new Scaling.Axis(from, to - from, to - from);
    }
  }
}
