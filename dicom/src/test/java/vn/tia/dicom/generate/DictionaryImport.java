package vn.tia.dicom.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the facts of PS3.6, and private elements of vendors, out of the tables that pydicom has
/// made of them: `_dicom_dict.py`, `_uid_dict.py`, `_private_dict.py`.
///
/// Run it when a newer edition is to be had (`pip download --no-deps pydicom`, and unzip); its
/// output is what the repository keeps.
final class DictionaryImport {
  private static final Pattern TAG = Pattern.compile("^    (?:0x([0-9A-F]{8})|'([0-9A-Fx]{8})'): "
      + "\\('([^']*)', '([^']*)', [\"'].*[\"'], '(Retired)?', '(\\w+)'\\),?.*$");
  private static final Pattern UID =
      Pattern.compile("^    '([0-9.]+)': \\('(.*)', '(.*)', '.*', '(Retired)?', '(.*)'\\),?.*$");
  private static final Pattern CREATOR = Pattern.compile("^    ['\"](.*)['\"]: \\{.*$");
  private static final Pattern PRIVATE = Pattern.compile(
      "^        '([0-9A-Fa-f]{4})xx([0-9A-Fa-f]{2})': "
          + "\\('(..)', '([^']*)', ['\"](.*)['\"], '.*'\\),.*$");

  /// Of PS3.6 2022b, by DCMTK's dicom.dic; pydicom's table lacks it.
  static final List<String> TAGS_ADDED =
      List.of("00060001\tSQ\t1\tCurrentFrameFunctionalGroupsSequence");

  /// Of editions later than pydicom's, each seen in other open tables.
  static final List<String> UIDS_ADDED = List.of(
      transferSyntax("4.110", "JPEGXLLossless", "JPEG XL Lossless"),
      transferSyntax("4.111", "JPEGXLJPEGRecompression", "JPEG XL JPEG Recompression"),
      transferSyntax("4.112", "JPEGXL", "JPEG XL"),
      transferSyntax("8.1", "DeflatedImageFrameCompression", "Deflated Image Frame Compression"),
      storage("66.7", "LabelMapSegmentationStorage", "Label Map Segmentation Storage"),
      storage("66.8", "HeightMapSegmentationStorage", "Height Map Segmentation Storage"));

  private DictionaryImport() {}

  private static String transferSyntax(String end, String keyword, String name) {
    return String.join("\t", "1.2.840.10008.1.2." + end, "Transfer Syntax", keyword, name);
  }

  private static String storage(String end, String keyword, String name) {
    return String.join("\t", "1.2.840.10008.5.1.4.1.1." + end, "SOP Class", keyword, name);
  }

  /// Lines of the tag table: tag, VR, VM, keyword, and `retired` where it is.
  static List<String> tags(Path dicomDict) throws IOException {
    var rows = new TreeMap<String, String>();
    TAGS_ADDED.forEach(row -> rows.put(row.substring(0, 8), row));
    for (MatchResult row : matches(dicomDict, TAG)) {
      String tag = row.group(1) == null ? repeating(row.group(2)) : row.group(1);
      String vr = row.group(3).equals("NONE") ? "-" : row.group(3);
      String line = String.join("\t", tag, vr, row.group(4), row.group(6));
      rows.put(tag, row.group(5) == null ? line : line + "\tretired");
    }
    return List.copyOf(rows.values());
  }

  /// A repeating tag as this toolkit writes it: groups and the last byte may repeat, all else is
  /// named by its first member.
  private static String repeating(String tag) {
    return tag.replaceFirst("^002804x", "0028041").replaceFirst("^002808x", "0028080")
        .replaceFirst("^1000xxx", "1000001").replace("1010xxxx", "10100004");
  }

  /// Lines of the UID table: UID, type, keyword, name, and `retired` where it is.
  static List<String> uids(Path uidDict) throws IOException {
    var rows = new ArrayList<String>();
    for (MatchResult row : matches(uidDict, UID)) {
      if (!row.group(5).isEmpty()) {
        String line = String.join("\t", row.group(1), row.group(3), row.group(5), row.group(2));
        rows.add(row.group(4) == null ? line : line + "\tretired");
      }
    }
    rows.addAll(UIDS_ADDED);
    return rows;
  }

  /// Lines of the private table: creator, group, element, VR, name; those of unknown VR are none.
  static List<String> privates(Path privateDict) throws IOException {
    var rows = new TreeMap<String, String>();
    String creator = "";
    for (String line : Files.readAllLines(privateDict)) {
      var head = CREATOR.matcher(line);
      var row = PRIVATE.matcher(line);
      if (head.matches()) {
        creator = head.group(1);
      } else if (row.matches() && !row.group(3).equals("UN")) {
        String key = String.join("\t", creator, row.group(1), row.group(2));
        String name = row.group(5).equals("Unknown") ? "" : row.group(5);
        rows.put(key, String.join("\t", key, row.group(3), name).stripTrailing());
      }
    }
    return List.copyOf(rows.values());
  }

  private static List<MatchResult> matches(Path file, Pattern row) throws IOException {
    return Files.readAllLines(file).stream()
        .map(row::matcher)
        .filter(Matcher::matches)
        .map(Matcher::toMatchResult)
        .toList();
  }

  /// Prints a table: `tags`, `uids` or `privates`, then the file of pydicom that it is made of.
  public static void main(String[] args) throws IOException {
    Path source = Path.of(args[1]);
    Map<String, Table> tables = Map.of("tags", DictionaryImport::tags,
        "uids", DictionaryImport::uids, "privates", DictionaryImport::privates);
    tables.get(args[0]).rows(source).forEach(System.out::println);
  }

  private interface Table {
    List<String> rows(Path source) throws IOException;
  }
}
