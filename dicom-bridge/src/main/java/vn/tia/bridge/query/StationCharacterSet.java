package vn.tia.bridge.query;

import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.SpecificCharacterSet;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Vr;
import vn.tia.mapping.names.Spelling;

/// The characters that a station can show (PS3.3 section C.12.1.1.2): it is answered in no others.
///
/// What is folded for a station is folded in its answer only: the records keep the text as it came,
/// and images that come back are matched by number and UID.
public enum StationCharacterSet {
  UTF_8("ISO_IR 192"),
  LATIN_1("ISO_IR 100"),
  ASCII("");

  private final String term;
  private final SpecificCharacterSet set;

  StationCharacterSet(String term) {
    this.term = term;
    this.set = term.isEmpty() ? SpecificCharacterSet.ASCII : SpecificCharacterSet.of(term);
  }

  /// The text in letters that the station has, `?` for what can't be spelled with them.
  public String spelled(String text) {
    return Spelling.of(text, set::canEncode).text();
  }

  /// The data set as the station can read it, and with its set declared where ASCII isn't enough.
  public Dataset of(Dataset dataset) {
    var spelled = this == UTF_8 ? dataset : spelled(dataset);
    return Optional.of(term).filter(_ -> !isAscii(spelled))
        .map(set -> spelled.toBuilder().put(Tags.SPECIFIC_CHARACTER_SET, set).build())
        .orElse(spelled);
  }

  private Dataset spelled(Dataset dataset) {
    var spelled = Dataset.builder();
    dataset.elements().forEach(element -> {
      if (element.vr() == Vr.SQ) {
        spelled.putItems(element.tag(), element.items().stream().map(this::spelled).toList());
      } else if (isText(element)) {
        spelled.put(element.tag(), element.strings().stream()
            .map(this::spelled).toArray(String[]::new));
      } else {
        spelled.put(element);
      }
    });
    return spelled.build();
  }

  private static boolean isText(Element element) {
    return element.vr().hasCharacterSet() && !element.strings().isEmpty();
  }

  private static boolean isAscii(Dataset dataset) {
    return dataset.elements().allMatch(element -> element.vr() == Vr.SQ
        ? element.items().stream().allMatch(StationCharacterSet::isAscii)
        : element.strings().stream().allMatch(SpecificCharacterSet.ASCII::canEncode));
  }
}
