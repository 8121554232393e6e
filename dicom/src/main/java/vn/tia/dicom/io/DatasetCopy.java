package vn.tia.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.SpecificCharacterSet;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.io.DicomParseException.Reason;

/// Copies data sets from stream to stream, edited on the way: pixel data and other long values pass
/// through a buffer, so memory doesn't grow with them.
///
/// Elements come in the order of their tags, as the standard has it; in a source that has them
/// otherwise, an edit that puts an element puts it where it belongs by its tag.
///
/// @param edits what changes, in the order of the list
/// @param limits how much of the source, long values apart, is taken into memory
public record DatasetCopy(List<Edit> edits, ReadLimits limits) {
  /// Shorter values are kept until what comes before them is written.
  private static final int LONG_BYTES_MIN = 64 * 1024;

  public DatasetCopy {
    edits = List.copyOf(edits);
  }

  /// A copy within the default limits.
  public static DatasetCopy with(List<Edit> edits) {
    return new DatasetCopy(edits, ReadLimits.DEFAULT);
  }

  /// Copies a file to a stream. Its header follows where the edits change the UIDs that it repeats,
  /// and its preamble, which may be a program, is left behind.
  public void copyFile(InputStream in, OutputStream out) throws IOException {
    FileReading file = FileReading.start(in, ReadSettings.of(limits));
    DicomFile.writeHead(out, edited(file.meta()));
    copy(file.dataset(), new DatasetWriter(out, file.meta().syntax()));
  }

  private FileMetaInformation edited(FileMetaInformation meta) {
    Dataset uids = Dataset.builder()
        .put(Tags.SOP_CLASS_UID, meta.sopClass().orElse(""))
        .put(Tags.SOP_INSTANCE_UID, meta.sopInstance().orElse(""))
        .build().apply(edits);
    var header = FileMetaInformation.of(meta.syntax(), uids).elements();
    return new FileMetaInformation(
        meta.syntax(), meta.elements().toBuilder().putAll(header).build());
  }

  /// Copies a data set, maybe into another transfer syntax; pixel data stays compressed as it is.
  ///
  /// @throws IllegalArgumentException if the target has no place for an element
  public void copy(InputStream in, TransferSyntax from, OutputStream out, TransferSyntax to)
      throws IOException {
    copy(new DatasetReader(in, from, ReadSettings.of(limits)), new DatasetWriter(out, to));
  }

  private void copy(DatasetReader reader, DatasetWriter writer) throws IOException {
    try {
      writer.writeBody(sink -> new Course(reader, writer, sink).run());
    } catch (EOFException e) {
      throw reader.progress()
          .failure(Reason.TRUNCATED, "the stream ended within an element");
    }
  }

  /// One copy on its way.
  private final class Course {
    private final ReadProgress progress;
    private final ElementParser parser;
    private final DatasetWriter writer;
    private final ByteSink sink;
    private Optional<SpecificCharacterSet> declared = Optional.empty();
    private boolean isConverted;
    private long doneCode = -1;

    Course(DatasetReader reader, DatasetWriter writer, ByteSink sink) {
      this.progress = reader.progress();
      this.parser = reader.parser();
      this.writer = writer;
      this.sink = sink;
    }

    void run() throws IOException {
      DatasetBuilder part = Dataset.builder();
      Optional<ElementLocation> next = parser.upToLong(part, LONG_BYTES_MIN);
      while (next.isPresent()) {
        ElementLocation at = next.get();
        write(part.build(), Integer.toUnsignedLong(at.tag().code()));
        pass(at);
        part = Dataset.builder();
        next = parser.upToLong(part, LONG_BYTES_MIN);
      }
      write(part.build(), 1L << 32);
    }

    /// Writes what comes before a tag, with what the edits put there.
    private void write(Dataset part, long endCode) throws IOException {
      Dataset edited = edited(part, doneCode + 1, endCode);
      boolean isFirst = declared.isEmpty();
      SpecificCharacterSet set = declared.orElseGet(() -> declare(edited));
      Dataset ready = !isConverted ? edited
          : isFirst ? WritableText.declaring(edited, set)
              : WritableText.inside(edited, set).build();
      writer.part(ready, set, sink);
      doneCode = endCode;
    }

    /// A part of the data set with its edits; what they put elsewhere has its own time.
    private Dataset edited(Dataset part, long fromCode, long endCode) {
      DatasetBuilder builder = Dataset.builder();
      part.apply(edits).elements().filter(element -> {
        long code = Integer.toUnsignedLong(element.tag().code());
        return code >= fromCode && code < endCode || part.contains(element.tag());
      }).forEach(builder::put);
      return builder.build();
    }

    /// The set that all text is written in. What comes later isn't known yet, so text of the edits
    /// that doesn't fit asks for the set that holds everything.
    private SpecificCharacterSet declare(Dataset first) {
      SpecificCharacterSet own = first.characterSet().orElse(SpecificCharacterSet.ASCII);
      isConverted = !WritableText.fits(first, own) || !WritableText.fits(edits, own);
      declared = Optional.of(isConverted ? SpecificCharacterSet.UTF_8 : own);
      return declared.get();
    }

    /// Copies a long value, or does to it what the edits say.
    private void pass(ElementLocation at) throws IOException {
      var value = new Value.Bulk(at.offset(), at.length());
      var standIn = new Element(at.tag(), at.vr(), value);
      long code = Integer.toUnsignedLong(at.tag().code());
      Dataset edited = edited(Dataset.of(standIn), code, code + 1);
      boolean isKept = edited.get(at.tag()).filter(standIn::equals).isPresent();
      if (isKept) {
        copy(at);
      } else {
        skip(at);
        writer.part(edited, declared.orElseThrow(), sink);
      }
      doneCode = code;
    }

    private void skip(ElementLocation at) throws IOException {
      if (at.hasUndefinedLength()) {
        parser.fragments().skipRest();
      } else {
        progress.source().skip(at.length());
      }
    }

    private void copy(ElementLocation at) throws IOException {
      if (at.hasUndefinedLength()) {
        if (!writer.isEncapsulated()) {
          throw new IllegalArgumentException(
              at.tag() + " is encapsulated, and the target has no place for that");
        }
        writer.header(at.tag(), at.vr(), -1, sink);
        sink.copy(parser.fragments());
        sink.tag(Tags.SEQUENCE_DELIMITATION_ITEM.code());
        sink.u32(0);
        return;
      }
      writer.header(at.tag(), at.vr(), at.length() + (at.length() & 1), sink);
      InputStream value = progress.source().limited(at.length());
      boolean isSameOrder = parser.order() == writer.order();
      sink.copy(isSameOrder ? value : new SwappedStream(value, at.vr().unit()));
      if ((at.length() & 1) == 1) {
        sink.u8(0);
      }
    }
  }
}
