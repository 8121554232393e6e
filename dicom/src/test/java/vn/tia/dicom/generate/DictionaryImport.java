package vn.tia.dicom.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads the facts of PS3.6 out of DCMTK's `dicom.dic` and pydicom's UID table.
///
/// Run it when a newer edition is installed; its output is what the repository keeps.
final class DictionaryImport {
  private static final Pattern GROUP_RANGE = Pattern.compile("\\((..)00-..FF,(....)\\)");
  private static final Pattern ELEMENT_RANGE = Pattern.compile("\\((....),(..)00-..FF\\)");
  private static final Pattern SINGLE = Pattern.compile("\\((....),(....)\\)");
  private static final Pattern UID =
      Pattern.compile("^    '([0-9.]+)': \\('(.*)', '(.*)', '.*', '(Retired)?', '(.*)'\\),.*$");

  private DictionaryImport() {}

  /// Lines of the tag table: tag, VR, VM, keyword, and `retired` where it is.
  static List<String> tags(Path dicomDic) throws IOException {
    var rows = new TreeMap<String, String>();
    for (String line : Files.readAllLines(dicomDic)) {
      String[] fields = line.split("\t");
      if (line.startsWith("#") || fields.length != 5) {
        continue;
      }
      if (fields[4].equals("DICOM") || fields[4].equals("DICOM/retired")) {
        tag(fields[0]).ifPresent(tag -> rows.putIfAbsent(tag, row(tag, fields)));
      }
    }
    return List.copyOf(rows.values());
  }

  private static Optional<String> tag(String field) {
    var range = GROUP_RANGE.matcher(field);
    if (range.matches()) {
      return Optional.of(range.group(1) + "xx" + range.group(2));
    }
    range = ELEMENT_RANGE.matcher(field);
    if (range.matches()) {
      return Optional.of(range.group(1) + range.group(2) + "xx");
    }
    var single = SINGLE.matcher(field);
    return single.matches() ? Optional.of(single.group(1) + single.group(2)) : Optional.empty();
  }

  private static String row(String tag, String[] fields) {
    boolean retired = fields[4].endsWith("retired");
    String keyword = fields[2].replaceFirst("^RETIRED_", "");
    String row = String.join("\t", tag, vr(fields[1]), fields[3], keyword);
    return retired ? row + "\tretired" : row;
  }

  /// Spells out DCMTK's short names for "one of several VRs".
  private static String vr(String name) {
    return switch (name) {
      case "up" -> "UL";
      case "xs" -> "US or SS";
      case "lt" -> "US or OW";
      case "ox", "px" -> "OB or OW";
      case "na" -> "-";
      default -> name;
    };
  }

  /// Lines of the UID table: UID, type, keyword, name, and `retired` where it is.
  static List<String> uids(Path uidDict) throws IOException {
    var rows = new ArrayList<String>();
    for (String line : Files.readAllLines(uidDict)) {
      var uid = UID.matcher(line);
      if (uid.matches() && !uid.group(5).isEmpty()) {
        String row = String.join("\t", uid.group(1), uid.group(3), uid.group(5), uid.group(2));
        rows.add(uid.group(4) == null ? row : row + "\tretired");
      }
    }
    return rows;
  }

  /// Prints the tag table (`tags <dicom.dic>`) or the UID table (`uids <_uid_dict.py>`).
  public static void main(String[] args) throws IOException {
    Path source = Path.of(args[1]);
    (args[0].equals("tags") ? tags(source) : uids(source)).forEach(System.out::println);
  }
}
