package vn.tia.dicom.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.tia.dicom.image.ImageFile;
import vn.tia.dicom.image.Picture;
import vn.tia.dicom.image.PictureFormat;
import vn.tia.dicom.image.PixelLayout;
import vn.tia.dicom.image.PresentationState;
import vn.tia.dicom.image.RenderSettings;
import vn.tia.dicom.image.Rendered;
import vn.tia.dicom.image.Tone;
import vn.tia.dicom.image.Viewport;
import vn.tia.dicom.image.Window;
import vn.tia.dicom.io.DicomFile;

/// `render`: makes a picture of one frame, as PNG, JPEG or GIF.
final class RenderTool implements Tool {
  private static final Option FRAME = Option.value("--frame", "N", "which frame, from 1 on (1)");
  private static final Option WINDOW = Option.value("--window", "CENTER,WIDTH[,SHAPE]",
      "the window of grey values (the file's own); SHAPE is linear, linear_exact or sigmoid");
  private static final Option TONE = Option.value("--tone", "WHICH",
      "own, range, window:N or table:N: a window or table of the file's own by number (own)");
  private static final Option STATE = Option.value("--state", "FILE",
      "a softcopy presentation state to see the image by");
  private static final Option VIEWPORT = Option.value("--viewport", "W,H[,X,Y,WIDTH,HEIGHT]",
      "scale into W x H pixels, maybe a part of the image; a negative WIDTH or HEIGHT mirrors");
  private static final Option OVERLAYS =
      Option.value("--overlays", "shown|hidden", "whether overlay planes are drawn (shown)");
  private static final Option PIXELS = Option.value("--pixels", "square|stored",
      "stretch pixels that are no squares, or leave them (square)");
  private static final Option FORMAT =
      Option.value("--format", "png|jpeg|gif", "the kind of file (by the ending of OUT, or png)");
  private static final Option QUALITY =
      Option.value("--quality", "N", "the quality of JPEG, from 1 to 100 (90)");

  @Override
  public Manual manual() {
    return new Manual("render", "make a PNG, JPEG or GIF picture of a frame", "FILE OUT",
        List.of(FRAME, WINDOW, TONE, STATE, VIEWPORT, OVERLAYS, PIXELS, FORMAT, QUALITY),
        """
        OUT may be - for the picture to come out here.

        Examples:
          ./tia dicom render slice.dcm slice.png
          ./tia dicom render --frame 12 --window 40,400 ct.dcm belly.png
          ./tia dicom render --viewport 256,256 --quality 80 chest.dcm thumbnail.jpg
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> names = arguments.operands(2, 2, "FILE and OUT");
    int frame = arguments.number(FRAME, 1, Integer.MAX_VALUE).orElse(1) - 1;
    PictureFormat format = format(arguments, names.getLast());
    RenderSettings settings = settings(arguments);
    try (ImageFile file = ImageFile.open(Path.of(names.getFirst()))) {
      if (frame >= file.frameCount()) {
        throw new IOException(
            "there is no frame %d, the file has %d".formatted(frame + 1, file.frameCount()));
      }
      return switch (file.render(frame, placed(arguments, settings, file.layout().size()))) {
        case Rendered.Shown(Picture picture) -> {
          write(picture, format, names.getLast(), console);
          yield DicomTool.OK;
        }
        case Rendered.NotShown(_, String why) -> throw new IOException(why);
      };
    }
  }

  private static RenderSettings settings(Arguments arguments)
      throws IOException, UsageException {
    RenderSettings settings = RenderSettings.DEFAULT.with(tone(arguments));
    Optional<String> state = arguments.value(STATE);
    if (state.isPresent()) {
      settings = settings.with(
          PresentationState.of(DicomFile.read(Path.of(state.get())).dataset()));
    }
    settings = switch (choice(arguments, OVERLAYS, List.of("shown", "hidden"))) {
      case "hidden" -> settings.with(RenderSettings.Overlays.HIDDEN);
      default -> settings;
    };
    return switch (choice(arguments, PIXELS, List.of("square", "stored"))) {
      case "stored" -> settings.with(RenderSettings.PixelShape.AS_STORED);
      default -> settings;
    };
  }

  private static RenderSettings placed(
      Arguments arguments, RenderSettings settings, PixelLayout.Size size) throws UsageException {
    Optional<String> viewport = arguments.value(VIEWPORT);
    try {
      return viewport.isEmpty()
          ? settings : settings.with(Viewport.parse(viewport.get(), size));
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--viewport: %s.".formatted(wrong.getMessage()));
    }
  }

  private static PictureFormat format(Arguments arguments, String target) throws UsageException {
    int quality = arguments.number(QUALITY, 1, 100).orElse(90);
    String name = arguments.has(FORMAT)
        ? choice(arguments, FORMAT, List.of("png", "jpeg", "gif")) : ending(target);
    return switch (name) {
      case "jpeg", "jpg" -> new PictureFormat.JpegFile(quality);
      case "gif" -> PictureFormat.GIF;
      default -> PictureFormat.PNG;
    };
  }

  private static String ending(String target) {
    return target.substring(target.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /// The value of an option that has a few, the first of them where it is absent.
  private static String choice(Arguments arguments, Option option, List<String> all)
      throws UsageException {
    String value = arguments.value(option).orElse(all.getFirst());
    if (!all.contains(value)) {
      throw new UsageException("%s is %s, got '%s'.".formatted(option, option.label(), value));
    }
    return value;
  }

  private static Tone tone(Arguments arguments) throws UsageException {
    Optional<String> window = arguments.value(WINDOW);
    if (window.isPresent()) {
      return new Tone.Through(window(window.get()));
    }
    String[] parts = arguments.value(TONE).orElse("own").split(":", 2);
    try {
      return switch (parts[0]) {
        case "own" -> Tone.OWN;
        case "range" -> Tone.RANGE;
        case "window" -> new Tone.OwnWindow(Integer.parseInt(parts[parts.length - 1]));
        case "table" -> new Tone.OwnTable(Integer.parseInt(parts[parts.length - 1]));
        default -> throw new NumberFormatException();
      };
    } catch (NumberFormatException _) {
      throw new UsageException("--tone is own, range, window:N or table:N, got '%s'."
          .formatted(String.join(":", parts)));
    }
  }

  private static Window window(String values) throws UsageException {
    String[] parts = values.split(",", -1);
    try {
      if (parts.length == 2 || parts.length == 3) {
        Window.Shape shape = parts.length == 2 ? Window.Shape.LINEAR
            : Window.Shape.valueOf(parts[2].strip().toUpperCase(Locale.ROOT));
        return new Window(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), shape);
      }
    } catch (IllegalArgumentException _) {
      // The sentence below serves all.
    }
    throw new UsageException(
        "--window is CENTER,WIDTH with a width from 1 on, got '%s'.".formatted(values));
  }

  private static void write(
      Picture picture, PictureFormat format, String target, Console console) throws IOException {
    if (target.equals("-")) {
      format.write(picture, console.out());
      return;
    }
    NewFile.write(Path.of(target), out -> format.write(picture, out));
  }
}
