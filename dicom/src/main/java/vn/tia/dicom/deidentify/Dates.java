package vn.tia.dicom.deidentify;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Value;

/// Moves dates, so that the days between two of one patient stay as many.
final class Dates {
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final int DAY_CHARS = 8;

  private Dates() {}

  /// The element with all its dates so many days earlier, empty where one of them has no day.
  static Optional<Element> movedBack(Element element, int days) {
    List<String> moved = new ArrayList<>();
    for (String value : element.strings()) {
      String day = value.substring(0, Math.min(DAY_CHARS, value.length()));
      if (!day.isEmpty()) {
        try {
          moved.add(LocalDate.parse(day, DAY).minusDays(days).format(DAY)
              + value.substring(DAY_CHARS));
        } catch (DateTimeException | IndexOutOfBoundsException noDay) {
          return Optional.empty();
        }
      } else {
        moved.add("");
      }
    }
    return Optional.of(new Element(element.tag(), element.vr(), new Value.Text(moved)));
  }
}
