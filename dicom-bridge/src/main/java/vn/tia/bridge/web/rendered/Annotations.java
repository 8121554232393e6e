package vn.tia.bridge.web.rendered;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.image.Picture;

/// Text burnt into a picture (PS3.18 section 8.3.5.1.1): who it is at the top left, how and when it
/// was made at the top right.
final class Annotations {

  /// The names of the parameter's values.
  static final Set<String> NAMES = Set.of("patient", "technique");

  /// A line is this part of the picture's height, and never smaller than can be read.
  private static final int LINES = 32;
  private static final int POINTS_MIN = 9;

  private Annotations() {}

  /// Whether text can be drawn here: a system without fonts gives Java none.
  static boolean isPossible() {
    return Fonts.ARE_THERE;
  }

  /// Asks the system for fonts once: without any, Java has none either.
  private static final class Fonts {
    static final boolean ARE_THERE = areThere();

    private static boolean areThere() {
      try {
        return new Font(Font.SANS_SERIF, Font.PLAIN, POINTS_MIN)
            .getStringBounds("A", new FontRenderContext(null, true, true)).getWidth() > 0;
      } catch (RuntimeException | LinkageError _) {
        return false;
      }
    }
  }

  /// @param frame counted from 0
  static Picture draw(Picture picture, Dataset header, int frame, Set<String> wanted) {
    var image = new BufferedImage(
        picture.columns(), picture.rows(), BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < picture.rows(); row++) {
      for (int column = 0; column < picture.columns(); column++) {
        image.setRGB(column, row, rgb(picture, row, column));
      }
    }
    var graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN,
          Math.max(POINTS_MIN, picture.rows() / LINES)));
      if (wanted.contains("patient")) {
        write(graphics, patient(header), 0);
      }
      if (wanted.contains("technique")) {
        write(graphics, technique(header, frame), picture.columns());
      }
    } finally {
      graphics.dispose();
    }
    return new Picture(picture.columns(), picture.rows(), picture.color(),
        samples(image, picture.color()));
  }

  private static int rgb(Picture picture, int row, int column) {
    return switch (picture.color()) {
      case GRAY -> picture.at(row, column, 0) * 0x010101;
      case RGB -> picture.at(row, column, 0) << 16 | picture.at(row, column, 1) << 8
          | picture.at(row, column, 2);
    };
  }

  private static Bytes samples(BufferedImage image, Picture.Color color) {
    var samples = new byte[image.getWidth() * image.getHeight() * color.samples()];
    int at = 0;
    for (int row = 0; row < image.getHeight(); row++) {
      for (int column = 0; column < image.getWidth(); column++) {
        int rgb = image.getRGB(column, row);
        for (int sample = color.samples() - 1; sample >= 0; sample--) {
          samples[at++] = (byte) (rgb >> 8 * sample);
        }
      }
    }
    return Bytes.wrap(samples);
  }

  /// From the left edge, or up to the right one. White with a dark edge: it can be read on any
  /// picture.
  private static void write(Graphics2D graphics, List<String> lines, int right) {
    var metrics = graphics.getFontMetrics();
    int margin = metrics.getHeight() / 3;
    int baseline = margin + metrics.getAscent();
    for (var line : lines) {
      int left = right == 0 ? margin : right - margin - metrics.stringWidth(line);
      graphics.setColor(Color.BLACK);
      for (int step = 0; step < 9; step++) {
        graphics.drawString(line, left + step % 3 - 1, baseline + step / 3 - 1);
      }
      graphics.setColor(Color.WHITE);
      graphics.drawString(line, left, baseline);
      baseline += metrics.getHeight();
    }
  }

  static List<String> patient(Dataset header) {
    return lines(header.string(Tags.PATIENT_NAME).map(Annotations::name).stream(),
        texts(header, Tags.PATIENT_ID),
        Stream.of(texts(header, Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX)
            .collect(Collectors.joining(" "))));
  }

  static List<String> technique(Dataset header, int frame) {
    return lines(
        texts(header, Tags.INSTITUTION_NAME, Tags.STUDY_DESCRIPTION, Tags.SERIES_DESCRIPTION),
        Stream.of(texts(header, Tags.MODALITY, Tags.STUDY_DATE, Tags.STUDY_TIME)
            .collect(Collectors.joining(" "))),
        header.string(Tags.SERIES_NUMBER).map(number -> "Series " + number).stream(),
        header.string(Tags.INSTANCE_NUMBER).map(number -> "Image " + number).stream(),
        header.integer(Tags.NUMBER_OF_FRAMES).orElse(1) > 1
            ? Stream.of("Frame " + (frame + 1)) : Stream.empty(),
        header.string(Tags.KVP).map(value -> value + " kV").stream(),
        header.string(Tags.SLICE_THICKNESS).map(value -> value + " mm").stream(),
        header.string(Tags.SLICE_LOCATION).map(value -> "L " + value).stream());
  }

  @SafeVarargs
  private static List<String> lines(Stream<String>... parts) {
    List<String> lines = new ArrayList<>();
    Stream.of(parts).flatMap(part -> part).map(String::strip)
        .filter(line -> !line.isEmpty()).forEach(lines::add);
    return lines;
  }

  private static Stream<String> texts(Dataset header, Tag... tags) {
    return Stream.of(tags).flatMap(tag -> header.string(tag).stream());
  }

  /// The alphabetic writing, its parts parted by blanks.
  private static String name(String pn) {
    return pn.split("=", -1)[0].replace('^', ' ').replaceAll(" +", " ");
  }
}
