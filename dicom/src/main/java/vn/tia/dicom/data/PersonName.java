package vn.tia.dicom.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A person's name in up to three writings (PS3.5 section 6.2.1).
public record PersonName(Group alphabetic, Group ideographic, Group phonetic) {
  /// One writing of a name; absent components are empty.
  public record Group(String family, String given, String middle, String prefix, String suffix) {
    public static final Group EMPTY = new Group("", "", "", "", "");

    static Group parse(String text) {
      String[] parts = Arrays.copyOf(text.split("\\^", -1), 5);
      List<String> five =
          Arrays.stream(parts).map(part -> part == null ? "" : part.strip()).toList();
      return new Group(five.get(0), five.get(1), five.get(2), five.get(3), five.get(4));
    }

    public boolean isEmpty() {
      return equals(EMPTY);
    }

    /// The components parted by `^`, without empty ones at the end.
    @Override
    public String toString() {
      return join(Stream.of(family, given, middle, prefix, suffix), "^");
    }
  }

  public static final PersonName EMPTY = new PersonName(Group.EMPTY, Group.EMPTY, Group.EMPTY);

  /// Reads the text of one PN value; components and groups beyond the standard's are dropped.
  public static PersonName parse(String text) {
    String[] groups = Arrays.copyOf(text.split("=", -1), 3);
    List<Group> three =
        Arrays.stream(groups).map(group -> Group.parse(group == null ? "" : group)).toList();
    return new PersonName(three.get(0), three.get(1), three.get(2));
  }

  /// A name in one writing, family name and given name.
  public static PersonName of(String family, String given) {
    return new PersonName(new Group(family, given, "", "", ""), Group.EMPTY, Group.EMPTY);
  }

  public boolean isEmpty() {
    return equals(EMPTY);
  }

  /// The value of a PN element: groups parted by `=`, without empty ones at the end.
  public String toValue() {
    return join(Stream.of(alphabetic, ideographic, phonetic).map(Group::toString), "=");
  }

  private static String join(Stream<String> parts, String separator) {
    String joined = parts.collect(Collectors.joining(separator));
    int end = joined.length();
    while (end > 0 && joined.startsWith(separator, end - 1)) {
      end--;
    }
    return joined.substring(0, end);
  }
}
