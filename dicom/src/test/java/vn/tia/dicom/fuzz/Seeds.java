package vn.tia.dicom.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonWriter;
import vn.tia.dicom.net.CommandSeeds;
import vn.tia.dicom.net.pdu.PduSeeds;
import vn.tia.dicom.xml.BulkDataReferences;
import vn.tia.dicom.xml.NativeXmlWriter;

/// Writes the seeds of every target into a folder: small, right inputs that reach deep into the
/// code, for the fuzzer to change.
public final class Seeds {
  private Seeds() {}

  public static void main(String[] folder) throws IOException {
    Path root = Path.of(folder[0]);
    for (TransferSyntax syntax : List.of(
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
        TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
        TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
      write(root, "file", syntax.uid().value(), file(DicomFile.of(exam(), syntax)));
    }
    write(root, "file", "fragments", file(DicomFile.of(fragments(), TransferSyntax.RLE_LOSSLESS)));
    write(root, "file", "open", OPEN_SEQUENCES.toArray());
    write(root, "json", "exam", json(exam()));
    write(root, "json", "vrs", JSON_OF_VRS.getBytes(StandardCharsets.UTF_8));
    write(root, "xml", "exam", xml(exam()));
    write(root, "rle", "two-segments", TWO_SEGMENTS.toArray());
    write(root, "frames", "basic", BASIC_TABLE.toArray());
    write(root, "frames", "extended", EXTENDED_TABLE.toArray());
    write(root, "frames", "marks", MARKS.toArray());
    for (Bytes pdu : PduSeeds.all()) {
      write(root, "pdu", "pdu-%02X".formatted(pdu.at(0)), pdu.toArray());
    }
    for (Bytes command : CommandSeeds.all()) {
      write(root, "command", "field-%02X%02X".formatted(command.at(command.length() - 1),
          command.length()), command.toArray());
    }
  }

  private static void write(Path root, String target, String name, byte[] seed)
      throws IOException {
    Path folder = Files.createDirectories(root.resolve(target));
    Files.write(folder.resolve(name), seed);
  }

  /// A data set with text in a declared character set, numbers, a sequence, and a private block.
  private static Dataset exam() {
    Dataset item = Dataset.builder()
        .put(Tags.REQUESTED_PROCEDURE_ID, "P1")
        .put(Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, "CT ngực")
        .build();
    return Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
        .put(Tags.SOP_INSTANCE_UID, "1.2.3")
        .put(Tags.PATIENT_NAME, "Đặng^Hường=鄧^紅")
        .put(Tags.PATIENT_WEIGHT, "61.5")
        .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(item, Dataset.EMPTY))
        .put(Tags.ROWS, 2)
        .put(Tags.PIXEL_REPRESENTATION, 1)
        .put(Tags.SMALLEST_IMAGE_PIXEL_VALUE, 0)
        .put(Tags.FRAME_INCREMENT_POINTER, "00181063")
        .put(new Element(Tag.of(0x0041, 0x10), Vr.LO, new Value.Text(List.of("TIA"))))
        .put(new Element(Tag.of(0x0041, 0x1001), Vr.FD, new Value.Numbers(List.of(1.5))))
        .put(new Element(Tag.of(0x0041, 0x1002), Vr.UN, new Value.Binary(Bytes.hex("0A0B"))))
        .put(Tags.PIXEL_DATA, Bytes.hex("01000200"))
        .build();
  }

  private static Dataset fragments() {
    var pixels = new Value.Fragments(Bytes.hex("00000000"), List.of(Bytes.hex("FFD8FFD9")));
    return Dataset.builder()
        .put(Tags.SOP_INSTANCE_UID, "1.2.3")
        .put(new Element(Tags.PIXEL_DATA, Vr.OB, pixels))
        .build();
  }

  private static byte[] file(DicomFile file) throws IOException {
    var out = new ByteArrayOutputStream();
    file.write(out);
    return out.toByteArray();
  }

  private static byte[] json(Dataset dataset) throws IOException {
    var out = new ByteArrayOutputStream();
    new DicomJsonWriter(BulkDataUris.NONE).write(dataset, out);
    return out.toByteArray();
  }

  private static byte[] xml(Dataset dataset) throws IOException {
    var out = new ByteArrayOutputStream();
    new NativeXmlWriter(BulkDataReferences.NONE).write(dataset, out);
    return out.toByteArray();
  }

  private static final Bytes OPEN_SEQUENCES = Bytes.hex("""
      0800 0500 4353 0A00 49534F5F495220313030   # (0008,0005) ISO_IR 100, no preamble
      4000 7502 5351 0000 FFFFFFFF               # (0040,0275) SQ of undefined length
      FEFF 00E0 FFFFFFFF                         #   item of undefined length
      4000 0110 5348 0200 5031                   #     (0040,1001)
      FEFF 0DE0 00000000                         #   its end
      FEFF DDE0 00000000                         # the end of the sequence
      4100 0110 554E 0000 FFFFFFFF               # (0041,1001) UN of undefined length
      FEFF 00E0 0A000000                         #   item: implicit inside
      4000 0110 02000000 5031
      FEFF DDE0 00000000
      """);

  private static final String JSON_OF_VRS = """
      [{"00080005":{"vr":"CS","Value":["ISO_IR 192"]},
        "00081140":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2"]}},{}]},
        "00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B","Ideographic":"\\u738b"},null]},
        "00200032":{"vr":"DS","Value":[1.5,-2e3,"0"]},
        "00280009":{"vr":"AT","Value":["00181063"]},
        "00409225":{"vr":"FD","Value":[0.1,"NaN","-Infinity"]},
        "00411001":{"vr":"UV","Value":["18446744073709551615"]},
        "7FE00010":{"vr":"OW","InlineBinary":"AQIDBA=="}}]""";

  /// Two segments of planes of 6 bytes, rows of 3.
  private static final Bytes TWO_SEGMENTS = Bytes.hex("""
      01 0005                                    # 2 segments, planes of 6 bytes
      02000000 40000000 44000000
      """ + "00000000".repeat(13) + """
      FB07 80 00                                 # six times 07, nothing, padding
      02010203 02040506                          # two literals of three
      """);

  /// Two frames in three fragments, told apart by the basic offset table.
  private static final Bytes BASIC_TABLE = Bytes.hex("""
      01 00
      FEFF 00E0 08000000 00000000 14000000
      FEFF 00E0 02000000 AAAA
      FEFF 00E0 02000000 BBBB
      FEFF 00E0 02000000 CCCC
      FEFF DDE0 00000000
      """);

  private static final Bytes EXTENDED_TABLE = Bytes.hex("""
      01 02
      0000000000000000 0A00000000000000          # offsets
      0200000000000000 0100000000000000          # lengths
      FEFF 00E0 00000000
      FEFF 00E0 02000000 AAAA
      FEFF 00E0 02000000 BBBB
      FEFF DDE0 00000000
      """);

  /// Two frames in three fragments, told apart by where JPEG streams start.
  private static final Bytes MARKS = Bytes.hex("""
      01 00
      FEFF 00E0 00000000
      FEFF 00E0 06000000 FFD8FFE00000
      FEFF 00E0 04000000 0000FFD9
      FEFF 00E0 06000000 FFD8FFDBFFD9
      FEFF DDE0 00000000
      """);
}
