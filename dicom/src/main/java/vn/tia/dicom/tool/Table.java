package vn.tia.dicom.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of text under headings, each column as wide as its longest cell.
record Table(List<String> headings, List<List<String>> rows) {
  /// Longer cells are cut, so that one name doesn't push all others off the screen.
  private static final int CELL_CHARS_MAX = 40;

  Table {
    headings = List.copyOf(headings);
    rows = rows.stream()
        .map(row -> row.stream()
            .map(cell -> Printable.cut(Printable.of(cell), CELL_CHARS_MAX)).toList())
        .toList();
  }

  /// The lines, without blanks at their ends.
  List<String> lines() {
    var all = new ArrayList<List<String>>();
    all.add(headings);
    all.addAll(rows);
    int[] widths = IntStream.range(0, headings.size())
        .map(column -> all.stream()
            .mapToInt(row -> Printable.columns(row.get(column))).max().orElse(0))
        .toArray();
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(i == 0 ? "" : "  ").append(Printable.padded(row.get(i), widths[i]));
    }
    return line.toString().stripTrailing();
  }
}
