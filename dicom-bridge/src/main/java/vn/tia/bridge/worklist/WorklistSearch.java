package vn.tia.bridge.worklist;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import vn.tia.bridge.query.StationCharacterSet;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.records.access.Access;
import vn.tia.records.worklist.TextPattern;
import vn.tia.records.worklist.Worklist;
import vn.tia.records.worklist.WorklistItem;
import vn.tia.records.worklist.WorklistKey;
import vn.tia.records.worklist.WorklistKey.Field;

/// Searches the worklist as a modality does (PS3.4 annex K), for those that want all of a step.
public final class WorklistSearch {
  /// Steps of one study that are looked through for one id: no exam has more.
  private static final int STEPS_MAX = 1_000;

  private final Worklist worklist;

  public WorklistSearch(Worklist worklist) {
    this.worklist = worklist;
  }

  /// The steps that all keys match, in the order of the worklist.
  ///
  /// @param keys the identifier that a query by C-FIND would have
  /// @throws InvalidKeyException if a key can't be matched as it is written
  public List<Dataset> find(Dataset keys, Access access, int limit) {
    return worklist.find(access, WorklistIdentifier.keys(keys), limit).items().stream()
        .map(WorklistSearch::whole)
        .toList();
  }

  /// The step of a study with an id, whatever became of it.
  public Optional<WorklistItem> step(String studyUid, String stepId, Access access) {
    List<WorklistKey> keys = List.of(
        new WorklistKey.Text(Field.STUDY_UID, List.of(new TextPattern(studyUid))),
        new WorklistKey.HasStatus(EnumSet.allOf(StepStatus.class)));
    // Compared here, since an id may hold what would be a wild card.
    return worklist.find(access, keys, STEPS_MAX).items().stream()
        .filter(item -> item.step().step().id().filter(stepId::equals).isPresent())
        .findFirst();
  }

  /// All that is known of a step.
  public static Dataset whole(WorklistItem item) {
    return new WorklistAnswer(item, "", StationCharacterSet.UTF_8).whole().toBuilder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .build();
  }

  /// The state with a term of (0040,0020), empty where there is none such.
  public static Optional<StepStatus> status(String term) {
    return WorklistIdentifier.status(term).findFirst();
  }
}
