package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;

/// DCMTK's pictures, and how far ours are from them.
final class Pnm {
  private Pnm() {}

  /// DCMTK's picture of the first frame, empty where it makes none.
  static Optional<Picture> render(Path file, Path directory, List<String> options)
      throws Exception {
    for (String tool : List.of("dcmj2pnm", "dcml2pnm")) {
      Path out = directory.resolve("dcmtk.pnm");
      Files.deleteIfExists(out);
      List<String> command = new ArrayList<>(List.of(tool));
      command.addAll(options);
      command.addAll(List.of(file.toString(), out.toString()));
      if (Corpus.run(command.toArray(String[]::new)) == 0 && Files.exists(out)) {
        return Optional.of(read(Bytes.wrap(Files.readAllBytes(out))));
      }
    }
    return Optional.empty();
  }

  /// Reads the raw forms of portable any map: P5 is grey, P6 red, green and blue.
  static Picture read(Bytes file) {
    String head = new String(
        file.slice(0, Math.min(60, file.length())).toArray(), StandardCharsets.ISO_8859_1);
    String[] words = head.split("\\s+", 5);
    int columns = Integer.parseInt(words[1]);
    int rows = Integer.parseInt(words[2]);
    Picture.Color color = words[0].equals("P5") ? Picture.Color.GRAY : Picture.Color.RGB;
    int length = columns * rows * color.samples();
    return new Picture(columns, rows, color, file.slice(file.length() - length, length));
  }

  /// The greatest difference of a sample.
  static int difference(Picture ours, Picture theirs) {
    assertThat(ours.columns()).isEqualTo(theirs.columns());
    assertThat(ours.rows()).isEqualTo(theirs.rows());
    assertThat(ours.color()).isEqualTo(theirs.color());
    int most = 0;
    for (int i = 0; i < ours.samples().length(); i++) {
      int difference = (ours.samples().at(i) & 0xFF) - (theirs.samples().at(i) & 0xFF);
      most = Math.max(most, Math.abs(difference));
    }
    return most;
  }

  /// The average difference of a sample, over the rows that both have.
  static double averageDifference(Picture ours, Picture theirs) {
    assertThat(ours.columns()).isEqualTo(theirs.columns());
    int count = Math.min(ours.samples().length(), theirs.samples().length());
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.abs((ours.samples().at(i) & 0xFF) - (theirs.samples().at(i) & 0xFF));
    }
    return (double) sum / count;
  }
}
