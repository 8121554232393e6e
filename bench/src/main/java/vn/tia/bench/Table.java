package vn.tia.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// A Markdown table that is printed when all its rows are there.
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... columns) {
    rows.add(List.of(columns));
  }

  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  public void print(PrintStream out) {
    for (int i = 0; i < rows.size(); i++) {
      out.println("| " + String.join(" | ", rows.get(i)) + " |");
      if (i == 0) {
        out.println("|---".repeat(rows.getFirst().size()) + "|");
      }
    }
    out.println();
  }
}
