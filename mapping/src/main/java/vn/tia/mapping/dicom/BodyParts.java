package vn.tia.mapping.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;

/// The SNOMED CT codes behind (0018,0015) Body Part Examined (PS3.16 table L-1, CID 4031) and the
/// lateralities.
public final class BodyParts {

  private static final String SNOMED = "http://snomed.info/sct";
  private static final String TABLE = "body-parts.csv";
  private static final Map<String, Coding> CODES = read();

  private BodyParts() {}

  /// The words of DICOM in alphabetical order, each with its code.
  public static SortedMap<String, Coding> all() {
    var all = new TreeMap<String, Coding>();
    CODES.forEach((word, coding) -> all.put(word, coding.copy()));
    return all;
  }

  /// The code of a body part; one that the table doesn't know keeps its own word as the display.
  static Coding coding(String bodyPart) {
    var word = bodyPart.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    var known = CODES.get(word);
    return known == null ? new Coding().setDisplay(bodyPart) : known.copy();
  }

  /// The code of (0020,0060) Laterality.
  static Coding laterality(String value) {
    return switch (value) {
      case "R" -> new Coding(SNOMED, "24028007", "Right");
      case "L" -> new Coding(SNOMED, "7771000", "Left");
      case "B" -> new Coding(SNOMED, "51440002", "Right and left");
      default -> new Coding().setDisplay(value);
    };
  }

  private static Map<String, Coding> read() {
    try (var in = BodyParts.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing from the jar");
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines();
      return lines.skip(1)
          .map(line -> line.split(",", 3))
          .collect(Collectors.toUnmodifiableMap(
              row -> row[0], row -> new Coding(SNOMED, row[1], row[2])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
