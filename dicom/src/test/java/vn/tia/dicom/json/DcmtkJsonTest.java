package vn.tia.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.image.Corpus;
import vn.tia.dicom.io.DicomFile;

/// Our JSON of real files beside that of DCMTK's `dcm2json`.
class DcmtkJsonTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {
    "CT_small.dcm", "MR_small.dcm", "MR_small_implicit.dcm", "MR_small_bigendian.dcm",
    "image_dfl.dcm", "rtplan.dcm", "rtstruct.dcm", "rtdose_1frame.dcm", "reportsi.dcm",
    "test-SR.dcm", "waveform_ecg.dcm", "liver_1frame.dcm", "SC_rgb_small_odd.dcm",
  })
  void writesWhatDcmtkWrites(String name) throws Exception {
    Path file = Corpus.pydicom(name);
    Path json = directory.resolve("dcmtk.json");
    int exit = Corpus.run("dcm2json", file.toString(), json.toString());
    assertThat(exit).isZero();

    Json ours = parse(write(DicomFile.read(file).dataset()));
    Json theirs = parse(Files.readAllBytes(json));

    compare(ours, theirs, "");
  }

  @Test
  void readsBackEveryRealFile() throws IOException {
    List<Path> files = Corpus.all();
    assumeFalse(files.isEmpty(), "python3-pydicom is not installed");
    int compared = 0;
    for (Path file : files) {
      Dataset dataset;
      try {
        dataset = DicomFile.read(file).dataset();
      } catch (IOException unreadable) {
        continue;
      }
      byte[] once = write(dataset);
      byte[] twice;
      try {
        twice = write(new DicomJsonReader().read(new ByteArrayInputStream(once)));
      } catch (DicomJsonException refused) {
        throw new AssertionError(file.getFileName() + " " + refused.getMessage(), refused);
      }
      assertThat(new String(twice, StandardCharsets.UTF_8)).as("%s", file.getFileName())
          .isEqualTo(new String(once, StandardCharsets.UTF_8));
      compared++;
    }
    assertThat(compared).isGreaterThan(30);
  }

  private static byte[] write(Dataset dataset) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DicomJsonWriter(BulkDataUris.NONE).write(dataset, out);
    return out.toByteArray();
  }

  private static Json parse(byte[] json) throws IOException {
    return new JsonParser(new ByteArrayInputStream(json), JsonLimits.DEFAULT).parse();
  }

  /// Numbers are compared by value: DCMTK writes floats with more digits.
  private static void compare(Json ours, Json theirs, String path) {
    switch (theirs) {
      case Json.Object(var members) -> {
        assertThat(ours).as(path).isInstanceOf(Json.Object.class);
        Map<String, Json> mine = ((Json.Object) ours).members();
        assertThat(mine.keySet()).as(path).isEqualTo(members.keySet());
        members.forEach((key, json) -> compare(mine.get(key), json, path + "/" + key));
      }
      case Json.Array(var values) -> {
        assertThat(ours).as(path).isInstanceOf(Json.Array.class);
        List<Json> mine = ((Json.Array) ours).values();
        assertThat(mine).as(path).hasSameSizeAs(values);
        for (int i = 0; i < values.size(); i++) {
          compare(mine.get(i), values.get(i), path + "/" + i);
        }
      }
      case Json.Digits(var literal) -> {
        assertThat(ours).as(path).isInstanceOf(Json.Digits.class);
        double expected = Double.parseDouble(literal);
        assertThat(Double.parseDouble(((Json.Digits) ours).literal())).as(path)
            .isCloseTo(expected, within(Math.abs(expected) * 1e-7));
      }
      case Json.Text _, Json.Literal _ -> assertThat(ours).as(path).isEqualTo(theirs);
    }
  }
}
