package vn.tia.dicom.media;

import java.util.List;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// The kinds of records that stand for an instance, each with the keys that PS3.3 section F.5 gives
/// it beside those of its file.
enum RecordType {
  IMAGE("IMAGE", Tags.IMAGE_TYPE, Tags.INSTANCE_NUMBER),
  SR_DOCUMENT("SR DOCUMENT", Tags.INSTANCE_NUMBER, Tags.COMPLETION_FLAG, Tags.VERIFICATION_FLAG,
      Tags.CONTENT_DATE, Tags.CONTENT_TIME, Tags.VERIFICATION_DATE_TIME,
      Tags.CONCEPT_NAME_CODE_SEQUENCE),
  KEY_OBJECT("KEY OBJECT DOC", Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE, Tags.CONTENT_TIME,
      Tags.CONCEPT_NAME_CODE_SEQUENCE),
  PRESENTATION("PRESENTATION", Tags.INSTANCE_NUMBER, Tags.PRESENTATION_CREATION_DATE,
      Tags.PRESENTATION_CREATION_TIME, Tags.CONTENT_LABEL, Tags.CONTENT_DESCRIPTION,
      Tags.CONTENT_CREATOR_NAME, Tags.REFERENCED_SERIES_SEQUENCE),
  WAVEFORM("WAVEFORM", Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE, Tags.CONTENT_TIME),
  ENCAPSULATED("ENCAP DOC", Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE, Tags.CONTENT_TIME,
      Tags.DOCUMENT_TITLE, Tags.HL7_INSTANCE_IDENTIFIER, Tags.CONCEPT_NAME_CODE_SEQUENCE,
      Tags.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT),
  RT_DOSE("RT DOSE", Tags.INSTANCE_NUMBER, Tags.DOSE_SUMMATION_TYPE, Tags.DOSE_COMMENT),
  RT_STRUCTURE_SET("RT STRUCTURE SET", Tags.INSTANCE_NUMBER, Tags.STRUCTURE_SET_LABEL,
      Tags.STRUCTURE_SET_DATE, Tags.STRUCTURE_SET_TIME),
  RT_PLAN("RT PLAN", Tags.INSTANCE_NUMBER, Tags.RT_PLAN_LABEL, Tags.RT_PLAN_DATE,
      Tags.RT_PLAN_TIME),
  RT_TREATMENT("RT TREAT RECORD", Tags.INSTANCE_NUMBER, Tags.TREATMENT_DATE,
      Tags.TREATMENT_TIME),
  RAW_DATA("RAW DATA", Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE, Tags.CONTENT_TIME),
  REGISTRATION("REGISTRATION", Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE, Tags.CONTENT_TIME,
      Tags.CONTENT_LABEL, Tags.CONTENT_DESCRIPTION, Tags.CONTENT_CREATOR_NAME),
  FIDUCIAL("FIDUCIAL", Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE, Tags.CONTENT_TIME,
      Tags.CONTENT_LABEL, Tags.CONTENT_DESCRIPTION, Tags.CONTENT_CREATOR_NAME),
  SURFACE("SURFACE", Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE, Tags.CONTENT_TIME),
  TRACT("TRACT", Tags.INSTANCE_NUMBER, Tags.CONTENT_LABEL, Tags.CONTENT_DESCRIPTION,
      Tags.CONTENT_CREATOR_NAME, Tags.CONTENT_DATE, Tags.CONTENT_TIME),
  SPECTROSCOPY("SPECTROSCOPY", Tags.IMAGE_TYPE, Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE,
      Tags.CONTENT_TIME, Tags.NUMBER_OF_FRAMES, Tags.ROWS, Tags.COLUMNS, Tags.DATA_POINT_ROWS,
      Tags.DATA_POINT_COLUMNS),
  VALUE_MAP("VALUE MAP", Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE, Tags.CONTENT_TIME,
      Tags.CONTENT_LABEL, Tags.CONTENT_DESCRIPTION, Tags.CONTENT_CREATOR_NAME),
  STEREOMETRIC("STEREOMETRIC"),
  MEASUREMENT("MEASUREMENT", Tags.INSTANCE_NUMBER, Tags.CONTENT_DATE, Tags.CONTENT_TIME);

  private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

  private final String name;
  private final List<Tag> keys;

  RecordType(String name, Tag... keys) {
    this.name = name;
    this.keys = List.of(keys);
  }

  String value() {
    return name;
  }

  List<Tag> keys() {
    return keys;
  }

  /// The kind of record for an instance of a SOP class (PS3.3 table F.4-1).
  static RecordType of(String sopClass) {
    if (!sopClass.startsWith(STORAGE)) {
      return IMAGE;
    }
    String end = sopClass.substring(STORAGE.length());
    String family = end.indexOf('.') < 0 ? end : end.substring(0, end.indexOf('.'));
    return switch (end) {
      case "88.59" -> KEY_OBJECT;
      case "481.2" -> RT_DOSE;
      case "481.3" -> RT_STRUCTURE_SET;
      case "481.5", "481.8" -> RT_PLAN;
      case "481.4", "481.6", "481.7", "481.9" -> RT_TREATMENT;
      case "66" -> RAW_DATA;
      case "66.1", "66.3" -> REGISTRATION;
      case "66.2" -> FIDUCIAL;
      case "66.5" -> SURFACE;
      case "66.6" -> TRACT;
      case "67" -> VALUE_MAP;
      case "4.2" -> SPECTROSCOPY;
      case "77.1.5.3" -> STEREOMETRIC;
      default -> switch (family) {
        case "88" -> SR_DOCUMENT;
        case "11" -> PRESENTATION;
        case "9" -> WAVEFORM;
        case "104" -> ENCAPSULATED;
        case "78", "79", "80" -> MEASUREMENT;
        default -> IMAGE;
      };
    };
  }
}
