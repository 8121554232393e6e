package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.testkit.Dcmdump;
import vn.tia.dicom.testkit.Samples;

/// Every real file on this machine: read, written, and compared with DCMTK's reading.
class SampleFilesTest {
  /// Files that end too early, have no VRs where they say so, or an item longer than its sequence.
  private static final List<String> BROKEN = List.of(
      "MR_truncated.dcm", "SC_rgb_jpeg.dcm", "DICOMDIR-nooffset", "no_meta.dcm",
      "rtplan_truncated.dcm", "MG-Im-Hologic-PropProj.dcm");

  private static boolean isBroken(Path file) {
    return BROKEN.contains(file.getFileName().toString());
  }

  @Test
  void areReadUnlessBroken() throws IOException {
    var refused = new ArrayList<String>();
    for (Path file : Samples.all()) {
      try {
        DicomFile.read(file).dataset().elements().forEach(Element::value);
      } catch (DicomParseException e) {
        refused.add(file.getFileName().toString());
      }
    }
    assertThat(refused).isSubsetOf(BROKEN);
  }

  @Test
  void areTheSameWhenWrittenAndReadAgain() throws IOException {
    int exact = 0;
    int files = 0;
    for (Path file : Samples.all()) {
      if (isBroken(file)) {
        continue;
      }
      DicomFile read = DicomFile.read(file);
      var written = new ByteArrayOutputStream();
      read.write(written);
      Bytes bytes = Bytes.wrap(written.toByteArray());
      DicomFile again = DicomFile.read(bytes.stream(), ReadSettings.DEFAULT);

      assertThat(again.meta().syntax()).as(file.toString()).isEqualTo(read.meta().syntax());
      assertThat(canonical(again.dataset())).as(file.toString())
          .isEqualTo(canonical(read.dataset()));
      files++;
      exact += bytes.equals(Bytes.wrap(Files.readAllBytes(file))) ? 1 : 0;
    }
    // The others have group lengths, sequences of undefined length, odd lengths, or no header.
    assertThat(exact).as("files that come out byte for byte").isGreaterThan(files / 2);
  }

  /// Without group lengths, which aren't written, and with even lengths, which are.
  private static Dataset canonical(Dataset dataset) {
    var edits = new ArrayList<Edit>();
    dataset.elements().forEach(element -> edit(element).ifPresent(edits::add));
    return dataset.apply(edits);
  }

  private static Optional<Edit> edit(Element element) {
    if (element.tag().isGroupLength()) {
      return Optional.of(new Edit.Remove(element.tag()));
    }
    Optional<Value> even = switch (element.value()) {
      case Value.Binary(var bytes) when bytes.length() % 2 == 1 ->
          Optional.of(new Value.Binary(Bytes.concat(bytes, Bytes.of((byte) 0))));
      case Value.Sequence(var items) ->
          Optional.of(new Value.Sequence(items.stream().map(SampleFilesTest::canonical).toList()));
      case Value.Empty _, Value.Text _, Value.Numbers _, Value.TagList _, Value.Binary _,
          Value.Fragments _, Value.Bulk _ -> Optional.empty();
    };
    return even.map(value -> new Edit.Put(new Element(element.tag(), element.vr(), value)));
  }

  @Test
  void showTheHeaderThatAWholeReadingShows() throws IOException {
    for (Path file : Samples.all()) {
      if (isBroken(file)) {
        continue;
      }
      DicomHeader header = DicomFile.readHeader(file);
      DicomFile whole = DicomFile.read(file);

      Dataset before = Dataset.of(whole.dataset().elements()
          .filter(element -> element.tag().compareTo(Tag.of(0x7FE0, 0x0008)) < 0)
          .toArray(Element[]::new));
      assertThat(header.dataset()).as(file.toString()).isEqualTo(before);
      header.pixelData().ifPresent(pixels ->
          assertThat(whole.dataset().contains(pixels.tag())).as(file.toString()).isTrue());
    }
  }

  @Test
  void areReadAsDcmtkReadsThem() throws IOException {
    Dcmdump.assumeInstalled();
    List<Path> whole = Samples.all().stream().filter(file -> !isBroken(file)).toList();
    Map<Path, List<Dcmdump.Line>> theirs = Dcmdump.readAll(whole);
    int values = 0;
    for (var reading : theirs.entrySet()) {
      var ours = new ArrayList<Dcmdump.Line>();
      flatten(DicomFile.read(reading.getKey()).dataset(), 0, ours);
      values += compare(reading.getKey(), reading.getValue(), ours);
    }
    assertThat(theirs.size()).as("files that DCMTK reads, too").isGreaterThan(whole.size() - 10);
    assertThat(values).as("values compared").isGreaterThan(20 * theirs.size());
  }

  /// The elements at all depths; where no text can be compared, the value is `-`.
  private static void flatten(Dataset dataset, int depth, List<Dcmdump.Line> lines) {
    dataset.elements().forEach(element -> {
      String value = switch (element.value()) {
        case Value.Empty _ -> element.vr() == Vr.SQ ? "#=0" : "(no value available)";
        case Value.Text(var values) -> "[" + String.join("\\", values) + "]";
        case Value.Numbers(var numbers) when element.vr() != Vr.FL && element.vr() != Vr.FD ->
            String.join("\\", numbers.stream().map(Object::toString).toList());
        case Value.Sequence(var items) -> "#=" + items.size();
        case Value.Numbers _, Value.TagList _, Value.Binary _, Value.Fragments _,
            Value.Bulk _ -> "-";
      };
      lines.add(new Dcmdump.Line(depth, element.tag(), element.vr().name(), value));
      element.items().forEach(item -> flatten(item, depth + 1, lines));
    });
  }

  private static int compare(Path file, List<Dcmdump.Line> theirs, List<Dcmdump.Line> all) {
    List<Dcmdump.Line> ours = asFarAs(theirs, all);
    assertThat(ours.stream().map(line -> line.depth() + " " + line.tag()))
        .as("tags of " + file)
        .containsExactlyElementsOf(
            theirs.stream().map(line -> line.depth() + " " + line.tag()).toList());
    int compared = 0;
    for (int i = 0; i < ours.size(); i++) {
      Dcmdump.Line our = ours.get(i);
      Dcmdump.Line their = theirs.get(i);
      boolean isText = our.value().chars().allMatch(c -> c >= ' ' && c < 0x7F);
      boolean isLeftOut = their.value().equals("(not loaded)");
      if (our.value().equals("-") || !isText || isLeftOut || !our.vr().equals(their.vr())) {
        continue;
      }
      String expected = our.vr().equals("SQ")
          ? their.value().replaceFirst("^.*(#=\\d+).*$", "$1") : bare(their.value());
      assertThat(bare(our.value())).as("%s in %s", our.tag(), file).isEqualTo(expected);
      compared++;
    }
    return compared;
  }

  /// Without what we read in sequences of unknown VR, where DCMTK sees plain bytes.
  private static List<Dcmdump.Line> asFarAs(List<Dcmdump.Line> theirs, List<Dcmdump.Line> all) {
    var ours = new ArrayList<Dcmdump.Line>();
    int depthMax = Integer.MAX_VALUE;
    for (Dcmdump.Line line : all) {
      if (line.depth() > depthMax) {
        continue;
      }
      int at = ours.size();
      ours.add(line);
      boolean isBytes = at < theirs.size() && theirs.get(at).vr().equals("UN");
      depthMax = line.vr().equals("SQ") && isBytes ? line.depth() : Integer.MAX_VALUE;
    }
    return ours;
  }

  /// Without the spaces that pad each value.
  private static String bare(String value) {
    return value.replaceAll(" *(\\\\|\\]$) *", "$1").replaceAll("^\\[ *", "[");
  }
}
