package vn.tia.dicom.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.PersonName;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.testkit.Dcmtk;
import vn.tia.dicom.testkit.RandomDatasets;
import vn.tia.dicom.testkit.Samples;

class NativeXmlTest {
  private static final String ROOT =
      "<NativeDicomModel xmlns=\"http://dicom.nema.org/PS3.19/models/NativeDICOM\">%s"
          + "</NativeDicomModel>";

  @TempDir private Path folder;

  private static String written(Dataset dataset) throws IOException {
    var out = new ByteArrayOutputStream();
    new NativeXmlWriter(BulkDataReferences.NONE).write(dataset, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Dataset read(String xml) throws IOException {
    return new NativeXmlReader().read(
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void writesTheNativeModel() throws IOException {
    DatasetBuilder builder = Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
        .put(Tags.IMAGE_TYPE, "ORIGINAL", "", "A<&>\"B")
        .put(Tags.PATIENT_NAME, "Đặng^Hường^Thị=王^小東")
        .put(Tags.PATIENT_COMMENTS, "two\r\nlines")
        .put(Tags.FRAME_INCREMENT_POINTER, "00181063")
        .putEmpty(Tags.STUDY_DATE)
        .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(Dataset.EMPTY))
        .put(Tags.ROWS, 512);
    builder.put(new Element(
        builder.reserve(0x0011, "TIA").tag(0x01), Vr.OB, new Value.Binary(Bytes.hex("0102"))));

    Dataset dataset = builder.build();

    assertThat(written(dataset)).isEqualTo("""
        <?xml version="1.0" encoding="UTF-8"?>
        <NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM" %s>
        <DicomAttribute tag="00080005" vr="CS" keyword="SpecificCharacterSet">\
        <Value number="1">ISO_IR 192</Value></DicomAttribute>
        <DicomAttribute tag="00080008" vr="CS" keyword="ImageType">\
        <Value number="1">ORIGINAL</Value><Value number="2"></Value>\
        <Value number="3">A&lt;&amp;&gt;&quot;B</Value></DicomAttribute>
        <DicomAttribute tag="00080020" vr="DA" keyword="StudyDate"></DicomAttribute>
        <DicomAttribute tag="00100010" vr="PN" keyword="PatientName">\
        <PersonName number="1"><Alphabetic><FamilyName>Đặng</FamilyName>\
        <GivenName>Hường</GivenName><MiddleName>Thị</MiddleName></Alphabetic>\
        <Ideographic><FamilyName>王</FamilyName><GivenName>小東</GivenName></Ideographic>\
        </PersonName></DicomAttribute>
        <DicomAttribute tag="00104000" vr="LT" keyword="PatientComments">\
        <Value number="1">two&#13;&#10;lines</Value></DicomAttribute>
        <DicomAttribute tag="00110010" vr="LO"><Value number="1">TIA</Value></DicomAttribute>
        <DicomAttribute tag="00111001" vr="OB" privateCreator="TIA">\
        <InlineBinary>AQI=</InlineBinary></DicomAttribute>
        <DicomAttribute tag="00280009" vr="AT" keyword="FrameIncrementPointer">\
        <Value number="1">00181063</Value></DicomAttribute>
        <DicomAttribute tag="00280010" vr="US" keyword="Rows">\
        <Value number="1">512</Value></DicomAttribute>
        <DicomAttribute tag="00400275" vr="SQ" keyword="RequestAttributesSequence">
        <Item number="1">
        </Item></DicomAttribute>
        </NativeDicomModel>
        """.formatted("xml:space=\"preserve\""));
    assertThat(read(written(dataset))).isEqualTo(dataset.toBuilder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192").build());
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    for (long seed : RandomDatasets.seeds(150)) {
      Dataset dataset = withProperNames(RandomDatasets.ofAllVrs(seed));

      assertThat(read(written(dataset))).as("seed %d", seed).isEqualTo(dataset);
    }
  }

  /// Names as the model can hold them: of up to three writings and five components.
  private static Dataset withProperNames(Dataset dataset) {
    return Dataset.of(dataset.elements().map(element -> switch (element.value()) {
      case Value.Text(var texts) when element.vr() == Vr.PN -> new Element(element.tag(), Vr.PN,
          new Value.Text(texts.stream().map(text -> PersonName.parse(text).toValue()).toList()));
      case Value.Sequence(var items) -> new Element(element.tag(), Vr.SQ,
          new Value.Sequence(items.stream().map(NativeXmlTest::withProperNames).toList()));
      default -> element;
    }).toArray(Element[]::new));
  }

  @Test
  void keepsNumbersThatAreNone() throws IOException {
    Dataset dataset = Dataset.of(new Element(Tag.of(0x0011, 0x1001), Vr.FD, new Value.Numbers(
        List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0))));

    assertThat(written(dataset)).contains(">NaN<", ">INF<", ">-INF<");
    assertThat(read(written(dataset))).isEqualTo(dataset);
  }

  @Test
  void putsPrivateAttributesIntoABlock() throws IOException {
    Dataset read = read(ROOT.formatted(
        "<DicomAttribute tag='00110001' vr='LO' privateCreator='TIA'><Value number='1'>x</Value>"
            + "</DicomAttribute>"));

    assertThat(read.string(Tag.of(0x0011, 0x0010))).contains("TIA");
    assertThat(read.string(Tag.of(0x0011, 0x1001))).contains("x");
  }

  @Test
  void refersToBulkDataAndTakesItBack() throws IOException {
    Dataset dataset = Dataset.builder().put(Tags.PIXEL_DATA, Bytes.hex("0102")).build();
    var out = new ByteArrayOutputStream();
    new NativeXmlWriter((path, element) -> Optional.of(new BulkData.Uri("http://x/?a&" + path)))
        .write(dataset, out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("<BulkData uri=\"http://x/?a&amp;7FE00010\"/>");
    Dataset read = new NativeXmlReader(XmlLimits.DEFAULT, (reference, vr) -> {
      assertThat(reference).isEqualTo(new BulkData.Uri("http://x/?a&7FE00010"));
      return new Value.Binary(Bytes.hex("0102"));
    }).read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(read).isEqualTo(dataset);
    assertThatThrownBy(() -> read(out.toString(StandardCharsets.UTF_8)))
        .hasMessage("at /7FE00010: values that lie elsewhere are not taken here");
  }

  @Test
  void passesOnWhatLiesInItsSource() throws IOException {
    Dataset dataset = Dataset.of(new Element(Tags.PIXEL_DATA, Vr.OW, new Value.Bulk(10, 2)));
    var out = new ByteArrayOutputStream();

    new NativeXmlWriter(BulkDataReferences.NONE, bulk -> Bytes.hex("0304").stream())
        .write(dataset, out);

    assertThat(read(out.toString(StandardCharsets.UTF_8)).bytes(Tags.PIXEL_DATA))
        .contains(Bytes.hex("0304"));
    assertThat(written(dataset)).doesNotContain("PixelData");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "<!DOCTYPE x [<!ENTITY a 'b'>]><NativeDicomModel/>",
      "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><NativeDicomModel/>",
      "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><NativeDicomModel>&b;</NativeDicomModel>",
      "<NativeDicomModel>&a;</NativeDicomModel>",
      "<NativeDicomModel><x:include xmlns:x='http://www.w3.org/2001/XInclude' href='file:///'/>"
          + "</NativeDicomModel>",
      "<NativeDicomModel><include href='x'/></NativeDicomModel>",
      "<NativeDicomModel>text</NativeDicomModel>",
      "<html/>", "", "{}", "<NativeDicomModel>", "<NativeDicomModel/><NativeDicomModel/>"})
  void refusesWhatIsNoModel(String xml) {
    assertThatThrownBy(() -> read(xml)).isInstanceOf(NativeXmlException.class)
        .hasMessageNotContaining("passwd");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "<DicomAttribute vr='LO'/>", "<DicomAttribute tag='0010001' vr='LO'/>",
      "<DicomAttribute tag='00100010'/>", "<DicomAttribute tag='00100010' vr='XX'/>",
      "<DicomAttribute tag='00100020' vr='LO'><Value>x</Value></DicomAttribute>",
      "<DicomAttribute tag='00100020' vr='LO'><Value number='0'>x</Value></DicomAttribute>",
      "<DicomAttribute tag='00100020' vr='LO'><Value number='99'>x</Value></DicomAttribute>",
      "<DicomAttribute tag='00100020' vr='LO'><Value number='1'>a\\b</Value></DicomAttribute>",
      "<DicomAttribute tag='00100020' vr='LO'><Value number='1'><b/></Value></DicomAttribute>",
      "<DicomAttribute tag='00100020' vr='LO'><Item number='1'/></DicomAttribute>",
      "<DicomAttribute tag='00100010' vr='PN'><Value number='1'>A</Value></DicomAttribute>",
      "<DicomAttribute tag='00280010' vr='US'><Value number='1'>70000</Value></DicomAttribute>",
      "<DicomAttribute tag='00280010' vr='US'><Value number='1'>x</Value></DicomAttribute>",
      "<DicomAttribute tag='7FE00010' vr='OB'><InlineBinary>A</InlineBinary></DicomAttribute>",
      "<DicomAttribute tag='7FE00010' vr='OB'><InlineBinary>AA==</InlineBinary>"
          + "<InlineBinary>AA==</InlineBinary></DicomAttribute>",
      "<DicomAttribute tag='7FE00010' vr='OB'><BulkData/></DicomAttribute>",
      "<DicomAttribute tag='00100010' vr='PN'><PersonName number='1'><Alphabetic><FamilyName>a^b"
          + "</FamilyName></Alphabetic></PersonName></DicomAttribute>"})
  void refusesAttributesThatAreNone(String attribute) {
    assertThatThrownBy(() -> read(ROOT.formatted(attribute)))
        .isInstanceOf(NativeXmlException.class);
  }

  @Test
  void refusesWhatIsNotInItsEncodingWithoutAWordOnTheStandardError() {
    PrintStream before = System.err;
    var said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      for (String text : List.of("\u00c3(", "\u00ff", "\u00ed\u00a0\u0080")) {
        assertThatThrownBy(() -> new NativeXmlReader().read(new ByteArrayInputStream(
            ROOT.formatted(text).getBytes(StandardCharsets.ISO_8859_1))))
            .isInstanceOf(NativeXmlException.class)
            .hasMessageEndingWith("the text is not in its encoding");
      }
      assertThatThrownBy(() -> read(
          "<?xml version='1.0' encoding='UTF-16'?>" + ROOT.formatted("")))
          .hasMessageEndingWith("the encoding that the text declares is none that is read");
    } finally {
      System.setErr(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void readsBehindAByteOrderMark() throws IOException {
    assertThat(read("\ufeff" + ROOT.formatted("")).elements()).isEmpty();
  }

  @Test
  void holdsItsLimits() {
    String item = "<DicomAttribute tag='00400275' vr='SQ'><Item number='1'>";
    String end = "</Item></DicomAttribute>";

    assertThatThrownBy(() -> read(ROOT.formatted(item.repeat(65) + end.repeat(65))))
        .hasMessageEndingWith("items within each other deeper than 64");
    assertThatThrownBy(() -> read(ROOT.formatted(item.repeat(100_000))))
        .hasMessageEndingWith("items within each other deeper than 64");
    var small = new NativeXmlReader(new XmlLimits(1000, 64), BulkDataSource.REFUSED);
    assertThatThrownBy(() -> small.read(new ByteArrayInputStream(
        ROOT.formatted(" ".repeat(2000)).getBytes(StandardCharsets.UTF_8))))
        .hasMessageContaining("the text has more than 1000 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CT_small.dcm", "rtplan.dcm", "nested_priv_SQ.dcm", "reportsi.dcm",
      "MR_small.dcm"})
  void readsWhatDcmtkWrites(String name) throws Exception {
    Path file = Dcmtk.file(name);
    Path xml = folder.resolve("dcmtk.xml");
    Dcmtk.run("dcm2xml", "--native-format", "--encode-base64", file.toString(), xml.toString())
        .isSuccess();

    Dataset theirs;
    try (var in = Files.newInputStream(xml)) {
      theirs = new NativeXmlReader().read(in);
    }

    Dataset ours = DicomFile.read(file).dataset();
    assertThat(theirs.elements().map(Element::tag)).containsExactlyElementsOf(ours.elements()
        .map(Element::tag).filter(tag -> !tag.isGroupLength()).toList());
    for (Tag tag : List.of(Tags.PATIENT_NAME, Tags.MODALITY, Tags.SOP_INSTANCE_UID, Tags.ROWS,
        Tags.IMAGE_POSITION_PATIENT, Tags.IMAGE_TYPE)) {
      assertThat(theirs.strings(tag)).as(tag.toString()).isEqualTo(ours.strings(tag));
    }
    // DCMTK writes the words of OW with their high byte first, which PS3.18 F.2.7 doesn't.
    assertThat(theirs.bytes(Tags.PIXEL_DATA).map(Bytes::length))
        .isEqualTo(ours.bytes(Tags.PIXEL_DATA).map(Bytes::length));
  }

  @Test
  void readsBackEveryRealFile() throws IOException {
    int files = 0;
    for (Path file : Samples.all()) {
      Optional<Dataset> sample = Files.size(file) > 300_000 ? Optional.empty() : dataset(file);
      if (sample.isPresent()) {
        Dataset again = read(written(sample.get()));
        assertThat(again.elements().map(Element::tag)).as(file.toString())
            .isSubsetOf(sample.get().elements().map(Element::tag).toList());
        assertThat(again.string(Tags.SOP_INSTANCE_UID)).as(file.toString())
            .isEqualTo(sample.get().string(Tags.SOP_INSTANCE_UID));
        assertThat(written(again)).as(file.toString()).isEqualTo(written(sample.get()));
        files++;
      }
    }
    assertThat(files).isGreaterThan(30);
  }

  private static Optional<Dataset> dataset(Path file) {
    try {
      return Optional.of(DicomFile.read(file).dataset());
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }
}
