package vn.tia.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomParseException.Reason;

/// A file whose data set is about to be read.
///
/// @param datasetOffset where the data set begins in the file
/// @param dataset reads it; its offsets count from the start of the file
public record FileReading(
    Bytes preamble, FileMetaInformation meta, long datasetOffset, DatasetReader dataset) {
  /// `DICM`, which follows the preamble.
  static final Bytes PREFIX = Bytes.hex("4449434D");

  /// The group of file meta information.
  static final int HEADER_GROUP = 2;

  /// The first tag of the three kinds of pixel data: float, double float, integer.
  private static final Tag PIXELS = Tag.of(0x7FE0, 0x0008);

  /// Data sets without a header begin with a small group; text, pictures and programs don't.
  private static final int FIRST_GROUP_MAX = 0x00FF;

  /// Reads the header of a file from a stream that isn't closed by it.
  ///
  /// @throws DicomParseException if it doesn't start like DICOM
  public static FileReading start(InputStream in, ReadSettings settings) throws IOException {
    var source = new ByteSource(in, 0);
    try {
      Bytes preamble = preamble(source);
      Dataset group2 = group2(source, settings.limits()).readAny();
      TransferSyntax guessed = guess(source, group2);
      var meta = FileMetaInformation.reading(group2, guessed);
      return reading(source, preamble, meta, settings);
    } catch (EOFException e) {
      throw new DicomParseException(
          Reason.TRUNCATED, source.position(), "", "the file ended within its header");
    }
  }

  private static FileReading reading(ByteSource source, Bytes preamble, FileMetaInformation meta,
      ReadSettings settings) throws IOException {
    return new FileReading(preamble, meta, source.position(),
        new DatasetReader(source, meta.syntax(), settings));
  }

  /// Reads what is there of a file: one without a data set, too, and one whose data set is written
  /// otherwise than its header says.
  static Salvaged<DicomFile> salvage(InputStream in, ReadSettings settings) throws IOException {
    var source = new ByteSource(in, 0);
    Bytes preamble = preamble(source);
    Salvaged<Dataset> group2 = group2(source, settings.limits()).salvage();
    var problems = new ArrayList<>(group2.problems());
    TransferSyntax guessed = guess(source, group2.value());
    var meta = FileMetaInformation.reading(group2.value(), guessed);
    TransferSyntax seen = seen(source, meta.syntax());
    if (seen != meta.syntax()) {
      problems.add(new ReadProblem(Reason.MALFORMED, source.position(), "",
          "the data set looks like %s, not like %s".formatted(
              seen.name(), meta.syntax().name())));
    }
    Salvaged<Dataset> dataset = new DatasetReader(source, seen, settings).salvage();
    problems.addAll(dataset.problems());
    return new Salvaged<>(new DicomFile(preamble, meta, dataset.value()), problems);
  }

  /// The transfer syntax that the data set has, whatever was declared.
  private static TransferSyntax seen(ByteSource source, TransferSyntax declared)
      throws IOException {
    if (declared.isDeflated() || !source.has(6)) {
      return declared;
    }
    boolean isImplicit = headerForm(source) == Scope.Form.IMPLICIT;
    return isImplicit == declared.isImplicit() ? declared
        : isImplicit ? TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN : explicit(source);
  }

  static DicomHeader header(InputStream in, ReadLimits limits) throws IOException {
    FileReading file = start(in, ReadSettings.of(limits).stoppingBefore(PIXELS));
    Dataset header = file.dataset().read();
    var next = file.dataset().next().filter(location -> location.tag().group() == PIXELS.group());
    return new DicomHeader(file.meta(), file.datasetOffset(), header, next);
  }

  /// Takes preamble and prefix where they are; some devices wrote the prefix without a preamble,
  /// and a data set without either may hold the letters of the prefix by chance.
  private static Bytes preamble(ByteSource source) throws IOException {
    int all = DicomFile.PREAMBLE_BYTES + PREFIX.length();
    if (source.has(all + 2)) {
      Bytes preamble = source.take(DicomFile.PREAMBLE_BYTES);
      if (source.take(PREFIX.length()).equals(PREFIX)
          && (nextGroup(source) == HEADER_GROUP || !startsLikeElement(preamble))) {
        return preamble;
      }
      source.unread(all);
    }
    if (source.has(PREFIX.length()) && !source.take(PREFIX.length()).equals(PREFIX)) {
      source.unread(PREFIX.length());
    }
    return Bytes.EMPTY;
  }

  /// Whether the first bytes are a tag of the groups that data sets start with.
  private static boolean startsLikeElement(Bytes bytes) {
    return bytes.at(0) > 0 && bytes.at(0) <= 8 && bytes.at(1) == 0;
  }

  /// A reader of group 0002; of nothing where the next element is of another.
  private static DatasetReader group2(ByteSource source, ReadLimits limits) throws IOException {
    boolean isThere = source.has(6) && nextGroup(source) == HEADER_GROUP;
    var scope = Scope.whole(
        isThere ? headerForm(source) : Scope.Form.EXPLICIT, ByteOrder.LITTLE_ENDIAN);
    return new DatasetReader(
        source, scope, ReadSettings.of(limits), code -> !isThere || code >>> 16 != HEADER_GROUP);
  }

  private static int nextGroup(ByteSource source) throws IOException {
    int group = source.u16(ByteOrder.LITTLE_ENDIAN);
    source.unread(2);
    return group;
  }

  /// Whether the element ahead has a VR: some devices wrote their file header without.
  private static Scope.Form headerForm(ByteSource source) throws IOException {
    source.u32(ByteOrder.LITTLE_ENDIAN);
    boolean isExplicit = Vr.isVr(source.u8(), source.u8());
    source.unread(6);
    return isExplicit ? Scope.Form.EXPLICIT : Scope.Form.IMPLICIT;
  }

  /// The transfer syntax that the first element of the data set looks like.
  ///
  /// @throws DicomParseException if there is no header, and bytes that no data set starts with
  private static TransferSyntax guess(ByteSource source, Dataset group2) throws IOException {
    if (!source.has(6)) {
      return TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    }
    if (headerForm(source) == Scope.Form.EXPLICIT) {
      return explicit(source);
    }
    int group = nextGroup(source);
    if (group2.isEmpty() && (group == 0 || group > FIRST_GROUP_MAX)) {
      throw new DicomParseException(Reason.MALFORMED, source.position(), "",
          "neither a DICOM file nor a data set starts with these bytes");
    }
    return TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  }

  /// Groups of the first element are small numbers, so their low byte comes first or last.
  private static TransferSyntax explicit(ByteSource source) throws IOException {
    int group = nextGroup(source);
    return (group & 0xFF) == 0 && group != 0
        ? TransferSyntax.EXPLICIT_VR_BIG_ENDIAN : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  }
}
