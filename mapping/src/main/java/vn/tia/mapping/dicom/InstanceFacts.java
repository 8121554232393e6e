package vn.tia.mapping.dicom;

import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// What an instance says of itself.
///
/// @param frames 1 where it has no (0028,0008)
/// @param title what a list shows for it: the content label of a presentation state, the title of a
///     document, else the image type
public record InstanceFacts(
    String sopInstanceUid,
    String sopClassUid,
    OptionalInt number,
    OptionalInt rows,
    OptionalInt columns,
    int frames,
    Optional<String> title) {

  /// Reads them from an instance.
  ///
  /// @throws IllegalArgumentException if there is no SOP Class or SOP Instance UID
  public static InstanceFacts of(Dataset dataset) {
    return new InstanceFacts(
        dataset.string(Tags.SOP_INSTANCE_UID)
            .orElseThrow(() -> new IllegalArgumentException("(0008,0018) has no value")),
        dataset.string(Tags.SOP_CLASS_UID)
            .orElseThrow(() -> new IllegalArgumentException("(0008,0016) has no value")),
        dataset.integer(Tags.INSTANCE_NUMBER),
        dataset.integer(Tags.ROWS),
        dataset.integer(Tags.COLUMNS),
        Math.max(1, dataset.integer(Tags.NUMBER_OF_FRAMES).orElse(1)),
        title(dataset));
  }

  /// (0070,0080), (0040,A043) > (0008,0104), (0042,0010) or (0008,0008), as FHIR's mapping means
  /// it.
  private static Optional<String> title(Dataset dataset) {
    return Levels.first(dataset, Tags.CONTENT_LABEL, Tags.DOCUMENT_TITLE)
        .or(() -> dataset.items(Tags.CONCEPT_NAME_CODE_SEQUENCE).stream()
            .flatMap(item -> Levels.text(item, Tags.CODE_MEANING).stream())
            .findFirst())
        .or(() -> Optional.of(String.join("\\", dataset.strings(Tags.IMAGE_TYPE)))
            .map(type -> type.replace("\0", ""))
            .filter(type -> !type.isBlank()));
  }
}
