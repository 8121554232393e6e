package vn.tia.records.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A DICOM node by its AE title, with its rights and the addresses it may call from.
///
/// @param title the calling AE title, or `*` for every title
/// @param rights what it may do
/// @param addresses the IP addresses it may call from; empty for every address
public record CallingAe(String title, Set<Right> rights, Set<String> addresses) {
  public static final String ANY = "*";

  public CallingAe {
    // PS3.5 table 6.2-1: an AE has 1 to 16 characters, without backslash and control characters.
    if (!title.matches("[ -\\[\\]-~]{1,16}") || title.isBlank()) {
      throw new IllegalArgumentException(
          "an AE title has 1 to 16 printable characters without \\, got: " + title);
    }
    rights = Set.copyOf(rights);
    addresses = Set.copyOf(addresses);
  }

  /// Reads the form of the settings: `TITLE[:right+right…][@address+address…]`, all rights and
  /// all addresses where none is named.
  public static CallingAe of(String text) {
    var at = text.indexOf('@');
    var addresses = at < 0 ? Set.<String>of() : Set.copyOf(parts(text.substring(at + 1)));
    var head = at < 0 ? text : text.substring(0, at);
    var colon = head.indexOf(':');
    var rights = colon < 0 ? EnumSet.allOf(Right.class) : rights(head.substring(colon + 1));
    return new CallingAe((colon < 0 ? head : head.substring(0, colon)).strip(), rights, addresses);
  }

  boolean isAny() {
    return title.equals(ANY);
  }

  private static Set<Right> rights(String text) {
    return parts(text).stream().map(CallingAe::right).collect(Collectors.toSet());
  }

  private static Right right(String name) {
    return Stream.of(Right.values())
        .filter(right -> right.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "a right is store, query, retrieve or worklist, got: " + name));
  }

  private static List<String> parts(String text) {
    return Stream.of(text.split("\\+")).map(String::strip).toList();
  }
}
