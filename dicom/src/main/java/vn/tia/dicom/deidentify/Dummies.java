package vn.tia.dicom.deidentify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Values that mean nothing and that a VR may hold.
final class Dummies {
  private static final String WORD = "REMOVED";

  private final Pseudonyms pseudonyms;

  Dummies(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  /// The element with a dummy in place of its value.
  Element of(Element element) {
    Vr vr = element.vr() == Vr.UN ? Dictionary.vrOf(element.tag()) : element.vr();
    return new Element(element.tag(), vr, switch (vr) {
      case SQ -> new Value.Sequence(
          element.items().stream().limit(1).map(this::item).toList());
      case UI -> uids(element);
      case DA -> text("19000101");
      case DT -> text("19000101000000");
      case TM -> text("000000");
      case AS -> text("000Y");
      case DS, IS -> text("0");
      case AE, CS, LO, LT, PN, SH, ST, UC, UT -> text(WORD);
      case UR -> text("urn:removed");
      case US, SS, SL -> new Value.Numbers(List.of(0));
      case UL, SV -> new Value.Numbers(List.of(0L));
      case UV -> new Value.Numbers(List.of(BigInteger.ZERO));
      case FL -> new Value.Numbers(List.of(0f));
      case FD -> new Value.Numbers(List.of(0d));
      case AT -> Value.EMPTY;
      case OB, OD, OF, OL, OV, OW, UN -> new Value.Binary(Bytes.wrap(new byte[8]));
    });
  }

  /// An item whose shape stays: terms that the standard defines, and dummies.
  private Dataset item(Dataset item) {
    DatasetBuilder made = Dataset.builder();
    item.elements()
        .filter(element -> !element.tag().isPrivate() && !element.tag().isGroupLength())
        .map(element -> element.vr() == Vr.CS || element.isEmpty() ? element : of(element))
        .forEach(made::put);
    return made.build();
  }

  /// The element with other UIDs, the same for the same.
  Element otherUids(Element element) {
    return new Element(element.tag(), Vr.UI, uids(element));
  }

  private Value uids(Element element) {
    List<String> uids = new ArrayList<>();
    for (String uid : element.strings()) {
      // Padding or not, it names the same.
      uids.add(pseudonyms.uid(uid.replace('\0', ' ').strip()));
    }
    return new Value.Text(uids);
  }

  /// The text in a VR, empty where the VR holds no text.
  static Optional<Element> text(Element element, String text) {
    return element.vr().shape() == Vr.Shape.TEXT
        ? Optional.of(new Element(element.tag(), element.vr(), text(text))) : Optional.empty();
  }

  private static Value text(String value) {
    return new Value.Text(List.of(value));
  }
}
