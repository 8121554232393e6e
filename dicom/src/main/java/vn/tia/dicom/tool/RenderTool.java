package vn.tia.dicom.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.image.ImageFile;
import vn.tia.dicom.image.Picture;
import vn.tia.dicom.image.Png;
import vn.tia.dicom.image.Rendered;
import vn.tia.dicom.image.Window;

/// `render`: makes a PNG picture of one frame.
final class RenderTool implements Tool {
  private static final Option FRAME = Option.value("--frame", "N", "which frame, from 1 on (1)");
  private static final Option WINDOW =
      Option.value("--window", "CENTER,WIDTH", "the window of grey values (the file's own)");

  @Override
  public Manual manual() {
    return new Manual("render", "make a PNG picture of a frame", "FILE OUT",
        List.of(FRAME, WINDOW),
        """
        OUT may be - for the picture to come out here.

        Examples:
          ./tia dicom render slice.dcm slice.png
          ./tia dicom render --frame 12 --window 40,400 ct.dcm belly.png
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> names = arguments.operands(2, 2, "FILE and OUT");
    int frame = arguments.number(FRAME, 1, Integer.MAX_VALUE).orElse(1) - 1;
    Optional<String> values = arguments.value(WINDOW);
    Optional<Window> window =
        values.isPresent() ? Optional.of(window(values.get())) : Optional.empty();
    try (ImageFile file = ImageFile.open(Path.of(names.getFirst()))) {
      if (frame >= file.frameCount()) {
        throw new IOException(
            "there is no frame %d, the file has %d".formatted(frame + 1, file.frameCount()));
      }
      Rendered rendered =
          window.isPresent() ? file.render(frame, window.get()) : file.render(frame);
      return switch (rendered) {
        case Rendered.Shown(Picture picture) -> {
          write(picture, names.getLast(), console);
          yield DicomTool.OK;
        }
        case Rendered.NotShown(_, String why) -> throw new IOException(why);
      };
    }
  }

  private static Window window(String values) throws UsageException {
    String[] parts = values.split(",", -1);
    try {
      if (parts.length == 2) {
        return Window.linear(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
      }
    } catch (IllegalArgumentException _) {
      // The sentence below serves all.
    }
    throw new UsageException(
        "--window is CENTER,WIDTH with a width from 1 on, got '%s'.".formatted(values));
  }

  private static void write(Picture picture, String target, Console console) throws IOException {
    if (target.equals("-")) {
      Png.write(picture, console.out());
      return;
    }
    NewFile.write(Path.of(target), out -> Png.write(picture, out));
  }
}
