package vn.tia.mapping.dicom.sr;

import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tags;

/// Writes structured reports for tests, item by item.
final class Sr {
  private Sr() {}

  static Dataset code(String value, String scheme, String meaning) {
    return Dataset.builder()
        .put(Tags.CODE_VALUE, value)
        .put(Tags.CODING_SCHEME_DESIGNATOR, scheme)
        .put(Tags.CODE_MEANING, meaning)
        .build();
  }

  static DatasetBuilder item(String relationship, String type, Dataset name) {
    return Dataset.builder()
        .put(Tags.RELATIONSHIP_TYPE, relationship)
        .put(Tags.VALUE_TYPE, type)
        .putItems(Tags.CONCEPT_NAME_CODE_SEQUENCE, List.of(name));
  }

  static Dataset text(Dataset name, String text) {
    return item("CONTAINS", "TEXT", name).put(Tags.TEXT_VALUE, text).build();
  }

  static Dataset section(Dataset name, Dataset... children) {
    return item("CONTAINS", "CONTAINER", name)
        .putItems(Tags.CONTENT_SEQUENCE, List.of(children)).build();
  }

  static Dataset number(Dataset name, String value, String unit, Dataset... below) {
    var measured = Dataset.builder()
        .put(Tags.NUMERIC_VALUE, value)
        .putItems(Tags.MEASUREMENT_UNITS_CODE_SEQUENCE, List.of(code(unit, "UCUM", unit)))
        .build();
    return item("CONTAINS", "NUM", name)
        .putItems(Tags.MEASURED_VALUE_SEQUENCE, List.of(measured))
        .putItems(Tags.CONTENT_SEQUENCE, List.of(below)).build();
  }

  static Dataset coded(String relationship, Dataset name, Dataset value) {
    return item(relationship, "CODE", name)
        .putItems(Tags.CONCEPT_CODE_SEQUENCE, List.of(value)).build();
  }

  /// A document that is complete and verified.
  static DatasetBuilder document(String uid, Dataset title, Dataset... content) {
    return Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.88.22")
        .put(Tags.SOP_INSTANCE_UID, uid)
        .put(Tags.COMPLETION_FLAG, "COMPLETE")
        .put(Tags.VERIFICATION_FLAG, "VERIFIED")
        .put(Tags.CONTENT_DATE, "20261124")
        .put(Tags.CONTENT_TIME, "0915")
        .put(Tags.VALUE_TYPE, "CONTAINER")
        .putItems(Tags.CONCEPT_NAME_CODE_SEQUENCE, List.of(title))
        .putItems(Tags.CONTENT_SEQUENCE, List.of(content));
  }
}
