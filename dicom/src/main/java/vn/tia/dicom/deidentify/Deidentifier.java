package vn.tia.dicom.deidentify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Says which edits take the persons out of a data set (PS3.15 section E.1.1).
///
/// Beyond the table, what PS3.6 doesn't know is removed. Items of sequences that stay are treated
/// like the data set itself.
public final class Deidentifier {
  private final Set<Retain> retained;
  private final Pseudonyms pseudonyms;
  private final Dummies dummies;

  /// A de-identifier that lets these stay.
  public Deidentifier(Set<Retain> retained, Pseudonyms pseudonyms) {
    this.retained = retained.isEmpty() ? EnumSet.noneOf(Retain.class) : EnumSet.copyOf(retained);
    this.pseudonyms = pseudonyms;
    this.dummies = new Dummies(pseudonyms);
  }

  /// What one object's values are replaced with.
  private record Subject(String pseudonym, int daysBack, Identifiers identifiers) {}

  /// The data set without the persons.
  public Dataset apply(Dataset dataset) {
    return dataset.apply(edits(dataset));
  }

  /// The edits that make it so, among them those that say what was done.
  public List<Edit> edits(Dataset dataset) {
    String patient = dataset.string(Tags.PATIENT_ID)
        .or(() -> dataset.string(Tags.PATIENT_NAME)).orElse("");
    var subject = new Subject(pseudonyms.patient(patient), pseudonyms.daysBack(patient),
        Identifiers.of(dataset));
    List<Edit> edits = new ArrayList<>(edits(dataset, subject));
    edits.addAll(new Marks(retained).edits());
    return edits;
  }

  private List<Edit> edits(Dataset dataset, Subject subject) {
    Set<Tag> keptBlocks = new HashSet<>();
    List<Edit> edits = new ArrayList<>();
    for (int i = dataset.size() - 1; i >= 0; i--) {
      // From behind, as the elements of a private block stand behind its creator.
      Element element = dataset.elementAt(i);
      if (element.tag().isPrivate()) {
        privateEdit(element, dataset, keptBlocks).ifPresent(edits::add);
      } else if (!element.tag().isGroupLength()) {
        edit(element, subject).ifPresent(edits::add);
      }
    }
    return edits;
  }

  private Optional<Edit> privateEdit(Element element, Dataset dataset, Set<Tag> keptBlocks) {
    Tag tag = element.tag();
    if (tag.isPrivateData() && element.vr() != Vr.SQ && retained.contains(Retain.SAFE_PRIVATE)) {
      Tag creator = Tag.of(tag.group(), tag.element() >>> 8);
      if (Profile.isSafe(dataset.string(creator).orElse(""), tag)) {
        keptBlocks.add(creator);
        return Optional.empty();
      }
    }
    return keptBlocks.contains(tag) ? Optional.empty() : Optional.of(new Edit.Remove(tag));
  }

  private Optional<Edit> edit(Element element, Subject subject) {
    Tag tag = element.tag();
    if (isUnreadable(element)) {
      return Optional.of(new Edit.Remove(tag));
    }
    return edit(element, Profile.action(tag, retained).orElse(unnamed(element)), subject);
  }

  /// What is done where the table is silent: it may be older than an attribute with a UID of
  /// something, and many UIDs hold a device's serial number.
  private Action unnamed(Element element) {
    return element.vr() == Vr.UI && !Profile.isOfKind(element.tag())
        && !retained.contains(Retain.UIDS) ? Action.UID : Action.KEEP;
  }

  private Optional<Edit> edit(Element element, Action action, Subject subject) {
    Tag tag = element.tag();
    return switch (action) {
      case REMOVE -> Optional.of(new Edit.Remove(tag));
      case EMPTY -> Optional.of(emptied(element, subject));
      case DUMMY -> element.isEmpty() ? Optional.empty()
          : Optional.of(new Edit.Put(dummy(element, subject)));
      case UID -> Optional.of(new Edit.Put(dummies.otherUids(element)));
      case KEEP -> items(element, subject);
      case CLEAN -> clean(element, subject);
    };
  }

  /// Bytes that no rule can be applied to: unknown elements, and sequences that weren't parsed.
  private static boolean isUnreadable(Element element) {
    Vr known = Dictionary.vrOf(element.tag());
    return Dictionary.find(element.tag()).isEmpty()
        || element.vr() == Vr.UN && (known == Vr.UN || known == Vr.SQ);
  }

  /// A patient's name may be a pseudonym where it needn't be there: so pictures can be told apart.
  private static Edit emptied(Element element, Subject subject) {
    return element.tag().equals(Tags.PATIENT_NAME) && !element.isEmpty()
        ? Dummies.text(element, subject.pseudonym()).<Edit>map(Edit.Put::new)
            .orElse(new Edit.Clear(element.tag()))
        : new Edit.Clear(element.tag());
  }

  private Element dummy(Element element, Subject subject) {
    return element.tag().equals(Tags.PATIENT_ID)
        ? Dummies.text(element, subject.pseudonym()).orElseGet(() -> dummies.of(element))
        : dummies.of(element);
  }

  private Optional<Edit> items(Element element, Subject subject) {
    if (element.vr() != Vr.SQ) {
      return Optional.empty();
    }
    List<Dataset> items = element.items().stream()
        .map(item -> item.apply(edits(item, subject))).toList();
    return Optional.of(new Edit.Put(new Element(
        element.tag(), Vr.SQ, new Value.Sequence(items))));
  }

  private Optional<Edit> clean(Element element, Subject subject) {
    return switch (element.vr()) {
      case SQ -> items(element, subject);
      // A time of day says nothing where the day is another.
      case TM -> Optional.empty();
      case DA, DT -> Dates.movedBack(element, subject.daysBack())
          .<Edit>map(Edit.Put::new)
          .or(() -> edit(element, basic(element), subject));
      case LO, LT, SH, ST, UC, UT -> element.tag().equals(Tags.TIMEZONE_OFFSET_FROM_UTC)
          ? Optional.empty() : Optional.of(new Edit.Put(cleaned(element, subject)));
      default -> edit(element, basic(element), subject);
    };
  }

  private static Action basic(Element element) {
    return Profile.basic(element.tag()).orElse(Action.REMOVE);
  }

  private static Element cleaned(Element element, Subject subject) {
    return new Element(element.tag(), element.vr(), new Value.Text(
        element.strings().stream().map(subject.identifiers()::cleaned).toList()));
  }
}
