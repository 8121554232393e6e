package vn.tia.fhir.demo;

import java.io.PrintStream;
import java.time.Duration;

/// What the demo prints: numbered steps, what was sent, what was answered, and what was right.
///
/// A check that fails ends the story with a [BrokenStory].
final class Story {
  /// A step did not do what it should.
  static final class BrokenStory extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenStory(String why) {
      super(why);
    }
  }

  private static final int LINE_MAX = 110;

  private final PrintStream out;
  private long stepStart;
  private int steps;

  Story(PrintStream out) {
    this.out = out;
  }

  void step(String title) {
    steps++;
    stepStart = System.nanoTime();
    out.println();
    out.println(steps + ". " + title);
  }

  void sent(String what) {
    lines("   → ", what);
  }

  void answered(String what) {
    lines("   ← ", what);
  }

  /// Ends a step that went right.
  void done(String what) {
    var took = Duration.ofNanos(System.nanoTime() - stepStart).toMillis();
    out.println("   ✓ " + what + " (" + took + " ms)");
  }

  /// Goes on only where the condition holds.
  void require(boolean condition, String what) {
    if (!condition) {
      throw new BrokenStory("step " + steps + ": expected " + what);
    }
  }

  private void lines(String mark, String text) {
    for (var line : text.split("[\r\n]+")) {
      boolean isLong = line.length() > LINE_MAX;
      out.println(mark + (isLong ? line.substring(0, LINE_MAX - 1) + "…" : line));
      mark = "     ";
    }
  }
}
