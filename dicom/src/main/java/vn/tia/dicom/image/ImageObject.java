package vn.tia.dicom.image;

import java.io.IOException;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;

/// An object with frames: what it says of itself, and where its frames are.
///
/// @param attributes the elements before the pixel data
/// @param syntax how the frames are encoded
public record ImageObject(Dataset attributes, TransferSyntax syntax, Frames frames) {

  public PixelLayout layout() {
    return frames.layout();
  }

  /// The samples of one frame, counted from 0.
  public Decoded decode(int frame) throws IOException {
    return decoded(frames.read(frame), frame);
  }

  /// One frame, counted from 0, as a picture.
  ///
  /// @throws PixelDataException if its bytes or the attributes make none
  /// @throws IndexOutOfBoundsException if there is no such frame
  public Rendered render(int frame, RenderSettings settings) throws IOException {
    Dataset own = FrameAttributes.of(attributes, frame);
    var view = settings.state().isPresent()
        ? settings.state().get().of(own, frame)
        : new PresentationState.View(own, List.of(), 0, PresentationState.Flip.NONE);
    Bytes bytes = frames.read(frame);
    Tone tone = settings.tone();
    return switch (decoded(bytes, frame)) {
      case Decoded.Pixels(var samples) -> shown(
          Renderer.render(view.attributes(), samples, tone), new Source(view, frame, bytes),
          settings);
      case Decoded.Reals(var samples) -> shown(
          Renderer.render(view.attributes(), samples, tone), new Source(view, frame, bytes),
          settings);
      case Decoded.Undecodable(var by, var why) -> new Rendered.NotShown(by, why);
    };
  }

  private Decoded decoded(Bytes bytes, int frame) throws PixelDataException {
    return PixelCoding.of(syntax) == PixelCoding.VIDEO
        ? Video.decode(bytes, layout(), syntax, frame)
        : FrameDecoder.decode(bytes, layout(), syntax);
  }

  /// What a picture was made of.
  private record Source(PresentationState.View view, int frame, Bytes bytes) {}

  private Rendered shown(Picture picture, Source source, RenderSettings settings)
      throws PixelDataException {
    PresentationState.View view = source.view();
    boolean isBare = settings.overlays() == RenderSettings.Overlays.HIDDEN;
    List<OverlayPlane> planes = isBare ? List.of()
        : OverlayPlane.of(view.attributes(), source.frame(), layout(), cells(source.bytes()));
    Picture covered = shutter(view.attributes(), settings).cover(picture);
    Picture seen = view.apply(Renderer.draw(covered, planes));
    double ratio = view.turned(Placement.ratio(view.attributes()));
    return new Rendered.Shown(new Placement(ratio, settings).place(seen));
  }

  /// The shutter of the state, else that of the image where it isn't to be seen bare.
  private static Shutter shutter(Dataset image, RenderSettings settings)
      throws PixelDataException {
    if (settings.state().isPresent()) {
      return settings.state().get().shutter();
    }
    return settings.overlays() == RenderSettings.Overlays.HIDDEN
        ? Shutter.OPEN : Shutter.of(image);
  }

  /// The cells of a frame with all their bits; nothing where a codec has packed the samples alone.
  private Bytes cells(Bytes frame) throws PixelDataException {
    if (syntax.uid().equals(Uids.RLE_LOSSLESS)) {
      return layout().photometric().isSubsampled() || layout().format().bitsAllocated() < 8
          ? Bytes.EMPTY : RunLengthCells.unpack(frame, layout());
    }
    return syntax.isEncapsulated() ? Bytes.EMPTY : frame;
  }
}
