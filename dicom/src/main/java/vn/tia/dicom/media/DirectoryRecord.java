package vn.tia.dicom.media;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// One record of a DICOMDIR with those below it (PS3.3 section F.3.2.2).
///
/// @param type what it stands for, such as `PATIENT` or `IMAGE`
/// @param attributes its keys and the file that it refers to, without type and offsets
/// @param children the records of the directory entity below
public record DirectoryRecord(
    String type, Dataset attributes, List<DirectoryRecord> children) {
  /// What places a record in its file, and is made when it is written.
  static final List<Tag> LINKS = List.of(
      Tags.OFFSET_OF_THE_NEXT_DIRECTORY_RECORD, Tags.RECORD_IN_USE_FLAG,
      Tags.OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY, Tags.DIRECTORY_RECORD_TYPE);

  public DirectoryRecord {
    children = List.copyOf(children);
    attributes = attributes.apply(
        LINKS.stream().<Edit>map(Edit.Remove::new).toList());
  }

  /// The file that the record refers to, empty where it has none or a name that breaks the rules.
  public Optional<FileId> fileId() {
    return FileId.parse(attributes.strings(Tags.REFERENCED_FILE_ID));
  }

  public Optional<String> sopInstance() {
    return attributes.string(Tags.REFERENCED_SOP_INSTANCE_UID_IN_FILE);
  }
}
