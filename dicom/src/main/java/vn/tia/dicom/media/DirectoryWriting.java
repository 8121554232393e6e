package vn.tia.dicom.media;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.FileMetaInformation;

/// Writes a DICOMDIR: first sees how long each record is, then says where each lies.
final class DirectoryWriting {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int ITEM_HEADER_BYTES = 8;
  private static final int SEQUENCE_HEADER_BYTES = 12;
  private static final int IN_USE = 0xFFFF;

  private final Dicomdir directory;
  private final FileMetaInformation meta;
  private final List<Placed> placed = new ArrayList<>();
  // Where the record placed last ends.
  private long end;

  /// A record as it will be written, and where.
  private static final class Placed {
    private final Dataset dataset;
    private final long offset;
    private long next;
    private long below;

    Placed(Dataset dataset, long offset) {
      this.dataset = dataset;
      this.offset = offset;
    }

    Dataset linked() {
      return links(dataset, next, below);
    }
  }

  DirectoryWriting(Dicomdir directory, Uid instance) {
    this.directory = directory;
    this.meta = FileMetaInformation.of(
        SYNTAX, Uids.MEDIA_STORAGE_DIRECTORY_STORAGE.value(), instance.value());
  }

  void write(OutputStream out) throws IOException {
    var counting = new Counting();
    DicomFile.writeHead(counting, meta);
    long start = counting.count
        + DatasetWriter.toBytes(head(0, 0), SYNTAX).length() + SEQUENCE_HEADER_BYTES;
    List<Placed> roots = place(directory.records(), start);
    long first = roots.isEmpty() ? 0 : roots.getFirst().offset;
    long last = roots.isEmpty() ? 0 : roots.getLast().offset;
    Dataset whole = head(first, last).toBuilder()
        .putItems(Tags.DIRECTORY_RECORD_SEQUENCE, placed.stream().map(Placed::linked).toList())
        .build();
    new DicomFile(Bytes.EMPTY, meta, whole).write(out);
  }

  private Dataset head(long first, long last) {
    return Dataset.builder()
        .put(Tags.FILE_SET_ID, directory.fileSetId())
        .put(Tags.OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY,
            Long.toString(first))
        .put(Tags.OFFSET_OF_THE_LAST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY,
            Long.toString(last))
        .put(Tags.FILE_SET_CONSISTENCY_FLAG, 0)
        .build();
  }

  private List<Placed> place(List<DirectoryRecord> records, long start) throws IOException {
    var entity = new ArrayList<Placed>();
    for (DirectoryRecord record : records) {
      Placed here = add(record, start);
      if (!entity.isEmpty()) {
        entity.getLast().next = here.offset;
      }
      entity.add(here);
      List<Placed> below = place(record.children(), start);
      here.below = below.isEmpty() ? 0 : below.getFirst().offset;
    }
    return entity;
  }

  /// Puts a record behind those that are placed already.
  private Placed add(DirectoryRecord record, long start) throws IOException {
    Dataset typed = record.attributes().toBuilder()
        .put(Tags.DIRECTORY_RECORD_TYPE, record.type()).build();
    // Written and read, its text stays in the character set that it was written in.
    Bytes bytes = DatasetWriter.toBytes(links(typed, 0, 0), SYNTAX);
    Dataset settled = new DatasetReader(bytes.stream(), SYNTAX).read();
    long offset = placed.isEmpty() ? start : end;
    end = offset + ITEM_HEADER_BYTES + bytes.length();
    var here = new Placed(settled, offset);
    placed.add(here);
    return here;
  }

  private static Dataset links(Dataset record, long next, long below) {
    return record.toBuilder()
        .put(Tags.OFFSET_OF_THE_NEXT_DIRECTORY_RECORD, Long.toString(next))
        .put(Tags.RECORD_IN_USE_FLAG, IN_USE)
        .put(Tags.OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY, Long.toString(below))
        .build();
  }

  /// Counts what stands before the data set.
  private static final class Counting extends OutputStream {
    private long count;

    @Override
    public void write(int one) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      count += length;
    }
  }
}
