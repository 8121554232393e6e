package vn.tia.dicom.media;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.FileMetaInformation;

/// Makes a DICOMDIR of the headers of files, in any order: patients, studies, series and instances
/// (PS3.3 section F.4). Only the records are kept, not the headers.
///
/// Keys that a header lacks are written empty, also those that the standard wants to have a value:
/// nothing is made up. One instance counts once, the file that came last.
public final class DirectoryBuilder {
  private static final List<Tag> PATIENT = List.of(Tags.PATIENT_NAME, Tags.PATIENT_ID,
      Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX);
  private static final List<Tag> STUDY = List.of(Tags.STUDY_DATE, Tags.STUDY_TIME,
      Tags.ACCESSION_NUMBER, Tags.STUDY_DESCRIPTION, Tags.STUDY_INSTANCE_UID, Tags.STUDY_ID);
  private static final List<Tag> SERIES = List.of(Tags.MODALITY, Tags.SERIES_DESCRIPTION,
      Tags.SERIES_INSTANCE_UID, Tags.SERIES_NUMBER);

  /// Records of one kind by what tells them apart, in the order in which they came.
  private static final class Node {
    private final String type;
    private final Dataset attributes;
    private final Map<String, Node> below = new LinkedHashMap<>();

    Node(String type, Dataset attributes) {
      this.type = type;
      this.attributes = attributes;
    }

    DirectoryRecord record() {
      return new DirectoryRecord(type, attributes, records(below));
    }
  }

  private final String fileSetId;
  private final Map<String, Node> patients = new LinkedHashMap<>();

  /// A builder for a file-set with a name, which may be empty.
  public DirectoryBuilder(String fileSetId) {
    this.fileSetId = fileSetId;
  }

  /// Adds a file.
  ///
  /// @param header the data set of the file; what is behind its header isn't looked at
  public DirectoryBuilder add(FileId file, FileMetaInformation meta, Dataset header) {
    Node patient = patients.computeIfAbsent(
        text(header, Tags.PATIENT_ID) + "\n" + text(header, Tags.PATIENT_NAME),
        _ -> new Node("PATIENT", keys(header, PATIENT).build()));
    Node study = patient.below.computeIfAbsent(text(header, Tags.STUDY_INSTANCE_UID),
        _ -> new Node("STUDY", keys(header, STUDY).build()));
    Node series = study.below.computeIfAbsent(text(header, Tags.SERIES_INSTANCE_UID),
        _ -> new Node("SERIES", keys(header, SERIES).build()));
    String sopClass = header.string(Tags.SOP_CLASS_UID).or(meta::sopClass).orElse("");
    String instance = header.string(Tags.SOP_INSTANCE_UID).or(meta::sopInstance).orElse("");
    RecordType type = RecordType.of(sopClass);
    Dataset record = keys(header, type.keys())
        .put(Tags.REFERENCED_FILE_ID, file.components().toArray(String[]::new))
        .put(Tags.REFERENCED_SOP_CLASS_UID_IN_FILE, sopClass)
        .put(Tags.REFERENCED_SOP_INSTANCE_UID_IN_FILE, instance)
        .put(Tags.REFERENCED_TRANSFER_SYNTAX_UID_IN_FILE, meta.syntax().uid().value())
        .build();
    series.below.put(instance.isEmpty() ? file.toString() : instance,
        new Node(type.value(), record));
    return this;
  }

  private static String text(Dataset header, Tag tag) {
    return header.string(tag).orElse("");
  }

  /// The keys of a record, with the character set that their text is in.
  private static DatasetBuilder keys(Dataset header, List<Tag> tags) {
    DatasetBuilder keys = Dataset.builder();
    header.get(Tags.SPECIFIC_CHARACTER_SET).ifPresent(keys::put);
    for (Tag tag : tags) {
      Optional<Element> element = header.get(tag);
      if (element.isPresent()) {
        keys.put(element.get());
      } else if (!tag.equals(Tags.CONCEPT_NAME_CODE_SEQUENCE)
          && !tag.equals(Tags.REFERENCED_SERIES_SEQUENCE)) {
        keys.putEmpty(tag);
      }
    }
    return keys;
  }

  /// The directory of all files so far.
  public Dicomdir build() {
    return new Dicomdir(fileSetId, records(patients));
  }

  private static List<DirectoryRecord> records(Map<String, Node> nodes) {
    var records = new ArrayList<DirectoryRecord>();
    nodes.values().forEach(node -> records.add(node.record()));
    return records;
  }
}
