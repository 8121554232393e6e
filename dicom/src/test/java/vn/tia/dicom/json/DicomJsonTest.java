package vn.tia.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

class DicomJsonTest {

  /// The first study of the example in PS3.18 section F.4, without blanks.
  private static final String STANDARD = """
      {"00080005":{"vr":"CS","Value":["ISO_IR 192"]},
      "00080020":{"vr":"DA","Value":["20130409"]},
      "00080030":{"vr":"TM","Value":["131600.0000"]},
      "00080050":{"vr":"SH","Value":["11235813"]},
      "00080056":{"vr":"CS","Value":["ONLINE"]},
      "00080061":{"vr":"CS","Value":["CT","PET"]},
      "00080090":{"vr":"PN","Value":[{"Alphabetic":"^Bob^^Dr."}]},
      "00081190":{"vr":"UR","Value":["http://wado.nema.org/studies/1.2.392.200036.9116.2"]},
      "00090010":{"vr":"LO","Value":["Vendor A"]},
      "00091002":{"vr":"UN","InlineBinary":"z0x9c8v7"},
      "00100010":{"vr":"PN","Value":[{"Alphabetic":"Wang^XiaoDong","Ideographic":"王^小東"}]},
      "00100020":{"vr":"LO","Value":["12345"]},
      "00100021":{"vr":"LO","Value":["Hospital A"]},
      "00100030":{"vr":"DA","Value":["19670701"]},
      "00100040":{"vr":"CS","Value":["M"]},
      "00101002":{"vr":"SQ","Value":[
      {"00100020":{"vr":"LO","Value":["54321"]},"00100021":{"vr":"LO","Value":["Hospital B"]}},
      {"00100020":{"vr":"LO","Value":["24680"]},"00100021":{"vr":"LO","Value":["Hospital C"]}}]},
      "0020000D":{"vr":"UI","Value":["1.2.392.200036.9116.2.2.2.1762893313.1029997326.945873"]},
      "00200010":{"vr":"SH","Value":["11235813"]},
      "00201206":{"vr":"IS","Value":[4]},
      "00201208":{"vr":"IS","Value":[942]}}
      """.replace("\n", "");

  private static String write(Dataset dataset) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DicomJsonWriter(BulkDataUris.NONE).write(dataset, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Dataset read(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new DicomJsonReader().read(new ByteArrayInputStream(bytes));
  }

  @Test
  void readsAndWritesTheExampleOfTheStandard() throws IOException {
    Dataset dataset = read(STANDARD);

    assertThat(dataset.string(Tags.PATIENT_NAME)).hasValue("Wang^XiaoDong=王^小東");
    assertThat(dataset.items(Tags.OTHER_PATIENT_IDS_SEQUENCE)).hasSize(2);
    assertThat(dataset.integer(Tags.NUMBER_OF_STUDY_RELATED_INSTANCES)).hasValue(942);
    assertThat(write(dataset)).isEqualTo(STANDARD);
  }

  @Test
  void writesEachKindOfValue() throws IOException {
    Dataset dataset = Dataset.of(
        new Element(Tag.of(0x0009, 0x1001), Vr.UV, numbers(BigInteger.TWO.pow(64).subtract(
            BigInteger.ONE), BigInteger.TEN)),
        new Element(Tag.of(0x0009, 0x1002), Vr.SV, numbers(-9007199254740991L, -9007199254740992L)),
        new Element(Tag.of(0x0009, 0x1003), Vr.FL, numbers(1.1f, Float.NaN)),
        new Element(Tag.of(0x0009, 0x1004), Vr.FD, numbers(0.1, Double.NEGATIVE_INFINITY)),
        new Element(Tag.of(0x0009, 0x1005), Vr.AT, new Value.TagList(List.of(Tags.PIXEL_DATA))),
        new Element(Tag.of(0x0009, 0x1006), Vr.SQ, new Value.Sequence(List.of(Dataset.EMPTY))),
        new Element(Tag.of(0x0009, 0x1007), Vr.UL, numbers(4294967295L)),
        new Element(Tag.of(0x0009, 0x1008), Vr.OV, new Value.Binary(Bytes.hex("FF00"))),
        new Element(Tag.of(0x0009, 0x1009), Vr.LO, new Value.Text(
            List.of("a", "", "\"Đ\\\t\u0001😀"))),
        new Element(Tag.of(0x0009, 0x100A), Vr.DA, Value.EMPTY),
        new Element(Tag.of(0x0009, 0x100B), Vr.PN, new Value.Text(List.of("=二", "", "A^B==c"))));

    assertThat(write(dataset)).isEqualTo("""
        {"00091001":{"vr":"UV","Value":["18446744073709551615",10]},
        "00091002":{"vr":"SV","Value":[-9007199254740991,"-9007199254740992"]},
        "00091003":{"vr":"FL","Value":[1.1,"NaN"]},
        "00091004":{"vr":"FD","Value":[0.1,"-Infinity"]},
        "00091005":{"vr":"AT","Value":["7FE00010"]},
        "00091006":{"vr":"SQ","Value":[{}]},
        "00091007":{"vr":"UL","Value":[4294967295]},
        "00091008":{"vr":"OV","InlineBinary":"/wA="},
        "00091009":{"vr":"LO","Value":["a",null,"\\"Đ\\\\\\t\\u0001😀"]},
        "0009100A":{"vr":"DA"},
        "0009100B":{"vr":"PN","Value":[{"Ideographic":"二"},null,
        {"Alphabetic":"A^B","Phonetic":"c"}]}}
        """.replace("\n", ""));
  }

  private static Value numbers(Number... numbers) {
    return new Value.Numbers(List.of(numbers));
  }

  @Test
  void writesNumbersOfTextAsJsonHasThem() throws IOException {
    Dataset dataset = Dataset.builder()
        .put(Tags.IMAGE_POSITION_PATIENT, "+1.50", ".5", "1.", "-0", "007", "1E3", "abc")
        .put(Tags.SERIES_NUMBER, "+7")
        .build();

    assertThat(write(dataset)).isEqualTo("""
        {"00200011":{"vr":"IS","Value":[7]},
        "00200032":{"vr":"DS","Value":[1.50,0.5,1,-0,7,1E3,"abc"]}}
        """.replace("\n", ""));
  }

  @Test
  void leavesGroupLengthsOutAndNamesTheCharacterSetOfTheText() throws IOException {
    Dataset dataset = Dataset.of(
        new Element(Tag.of(0x0008, 0x0000), Vr.UL, numbers(12L)),
        new Element(Tags.SPECIFIC_CHARACTER_SET, Vr.CS, new Value.Text(List.of("ISO_IR 100"))));

    assertThat(write(dataset))
        .isEqualTo("{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]}}");
  }

  @Test
  void namesBulkDataByItsPath() throws IOException {
    Dataset item = Dataset.builder().put(Tags.WAVEFORM_DATA, Bytes.hex("0102")).build();
    Dataset dataset = Dataset.builder()
        .putItems(Tags.WAVEFORM_SEQUENCE, List.of(Dataset.EMPTY, item))
        .put(new Element(Tags.PIXEL_DATA, Vr.OB, new Value.Fragments(Bytes.EMPTY, List.of())))
        .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DicomJsonWriter((path, element) -> Optional.of("bulk/" + path)).write(dataset, out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
        {"54000100":{"vr":"SQ","Value":[{},
        {"54001010":{"vr":"OW","BulkDataURI":"bulk/54000100/2/54001010"}}]},
        "7FE00010":{"vr":"OB","BulkDataURI":"bulk/7FE00010"}}
        """.replace("\n", ""));
    assertThat(write(dataset)).doesNotContain("7FE00010");
  }

  @Test
  void takesValuesBehindUrisFromItsSource() throws IOException {
    Value parts = new Value.Binary(Bytes.hex("CAFE"));
    DicomJsonReader reader = new DicomJsonReader(JsonLimits.DEFAULT, (uri, vr) -> {
      assertThat(uri).isEqualTo("part:1");
      assertThat(vr).isEqualTo(Vr.OW);
      return parts;
    });
    String json = "{\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"part:1\"}}";

    Dataset dataset = reader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));

    assertThat(dataset.bytes(Tags.PIXEL_DATA)).hasValue(Bytes.hex("CAFE"));
  }

  @Test
  void writesAndReadsArraysOfDataSets() throws IOException {
    List<Dataset> datasets = List.of(read(STANDARD), Dataset.EMPTY, read(STANDARD));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DicomJsonWriter(BulkDataUris.NONE).writeAll(datasets.iterator(), out);

    assertThat(new DicomJsonReader().readAll(new ByteArrayInputStream(out.toByteArray())))
        .isEqualTo(datasets);
  }

  @Test
  void readsNumbersInEitherForm() throws IOException {
    Dataset dataset = read("""
        {"00200013":{"vr":"IS","Value":["12"]},"00180050":{"vr":"DS","Value":[1.25,null,"2"]},
         "00280010":{"vr":"US","Value":[5.12e2]},"00720082":{"vr":"SV","Value":["-5",6]}}
        """);

    assertThat(dataset.integer(Tags.INSTANCE_NUMBER)).hasValue(12);
    assertThat(dataset.strings(Tags.SLICE_THICKNESS)).containsExactly("1.25", "", "2");
    assertThat(dataset.integer(Tags.ROWS)).hasValue(512);
    assertThat(dataset.strings(Tag.of(0x0072, 0x0082))).containsExactly("-5", "6");
  }

  @Test
  void joinsEscapedSurrogates() throws IOException {
    assertThat(read("{\"00100010\":{\"vr\":\"LO\",\"Value\":[\"\\u0110\\ud83d\\ude00\\/\"]}}")
        .string(Tags.PATIENT_NAME)).hasValue("Đ😀/");
  }

  @Test
  void writesTheNamesOfCharacterSetsAsCodesWhateverTheirVr() throws IOException {
    assertThat(write(read("{\"00080005\":{\"vr\":\"LO\",\"Value\":[\"ISO_IR 100\"]}}")))
        .isEqualTo("{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]}}");
  }
}
