package vn.tia.bridge.query;

import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;

/// Answers an identifier with what is known (PS3.4 section C.4.1.1.3.2).
public final class ReturnKeys {
  private ReturnKeys() {}

  /// Every key that was asked for, empty where nothing is known; in the characters that the station
  /// has, whatever character set the query came in.
  public static Dataset answer(Dataset identifier, Dataset known, StationCharacterSet station) {
    return station.of(asked(identifier, known));
  }

  private static Dataset asked(Dataset keys, Dataset known) {
    var answer = Dataset.builder();
    keys.elements()
        .filter(key -> key.tag().element() != 0)
        .filter(key -> !key.tag().equals(Tags.SPECIFIC_CHARACTER_SET))
        .forEach(key -> put(answer, key, known));
    return answer.build();
  }

  private static void put(DatasetBuilder answer, Element key, Dataset known) {
    var found = known.get(key.tag()).filter(one -> !(one.value() instanceof Value.Bulk));
    if (found.isEmpty()) {
      answer.put(new Element(key.tag(), key.vr(), Value.EMPTY));
    } else if (key.items().isEmpty() || key.items().getFirst().isEmpty()) {
      answer.put(found.get());
    } else {
      answer.putItems(key.tag(), found.get().items().stream()
          .map(one -> asked(key.items().getFirst(), one))
          .toList());
    }
  }
}
