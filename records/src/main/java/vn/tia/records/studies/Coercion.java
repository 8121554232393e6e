package vn.tia.records.studies;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// What the copies of a study's instances that go out must say of the patient, since the records
/// know better than the images do; the stored bytes never change.
///
/// @param edits what has to change, none where the images are right
/// @param since when the records came to know it
public record Coercion(List<Edit> edits, Instant since) {

  /// What changes nothing.
  public static final Coercion NONE = new Coercion(List.of(), Instant.EPOCH);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'+0000'").withZone(ZoneOffset.UTC);

  /// Who changes them, in its own words.
  private static final String SYSTEM = "TIA";

  public Coercion {
    edits = List.copyOf(edits);
  }

  /// The edits of one instance: what differs in it, and an item of the Original Attributes Sequence
  /// with what it said (PS3.3 section C.12.1.1.9); none where it says the same already.
  ///
  /// @param sent what the instance says
  public List<Edit> of(Dataset sent) {
    List<Edit> changing = new ArrayList<>();
    var original = Dataset.builder();
    for (var edit : edits) {
      var before = sent.get(tag(edit));
      boolean isSame = edit instanceof Edit.Put(var element)
          && before.filter(one -> one.strings().equals(element.strings())).isPresent();
      if (isSame || edit instanceof Edit.Remove && before.isEmpty()) {
        continue;
      }
      changing.add(edit);
      original.put(before.orElseGet(
          () -> new Element(tag(edit), vr(edit), Value.EMPTY)));
    }
    if (changing.isEmpty()) {
      return List.of();
    }
    var items = new ArrayList<>(sent.items(Tags.ORIGINAL_ATTRIBUTES_SEQUENCE));
    items.add(Dataset.builder()
        .put(Tags.SOURCE_OF_PREVIOUS_VALUES, source(sent))
        .put(Tags.ATTRIBUTE_MODIFICATION_DATE_TIME, TIME.format(since))
        .put(Tags.MODIFYING_SYSTEM, SYSTEM)
        .put(Tags.REASON_FOR_THE_ATTRIBUTE_MODIFICATION, "COERCE")
        .putItems(Tags.MODIFIED_ATTRIBUTES_SEQUENCE, List.of(original.build()))
        .build());
    changing.add(new Edit.Put(new Element(Tags.ORIGINAL_ATTRIBUTES_SEQUENCE,
        Vr.SQ, new Value.Sequence(items))));
    return changing;
  }

  private static String source(Dataset sent) {
    return sent.string(Tags.INSTITUTION_NAME)
        .or(() -> sent.string(Tags.STATION_NAME)).orElse("");
  }

  private static Tag tag(Edit edit) {
    return switch (edit) {
      case Edit.Put(var element) -> element.tag();
      case Edit.Replace(var element) -> element.tag();
      case Edit.Remove(var tag) -> tag;
      case Edit.Clear(var tag) -> tag;
      case Edit.RemovePrivate _, Edit.Within _, Edit.WithinItem _, Edit.Everywhere _ ->
          throw new IllegalArgumentException("a patient is corrected attribute by attribute");
    };
  }

  private static Vr vr(Edit edit) {
    return edit instanceof Edit.Put(var element)
        ? element.vr() : Dictionary.vrOf(tag(edit));
  }
}
