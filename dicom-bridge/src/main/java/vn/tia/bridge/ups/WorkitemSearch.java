package vn.tia.bridge.ups;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.records.access.Access;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.workitems.StoredWorkitem;
import vn.tia.records.workitems.WorkitemState;
import vn.tia.records.workitems.Workitems;

/// Searches the steps (PS3.4 section CC.2.8), a page of rows at a time: state, patient and worklist
/// label narrow the rows, and every attribute is matched on what they hold.
public final class WorkitemSearch {
  /// Rows that one search looks at: about a second of work.
  static final int ROWS_MAX = 50_000;
  private static final int PAGE = 500;

  private final Workitems items;
  private final Facilities facilities;

  public WorkitemSearch(Workitems items, Facilities facilities) {
    this.items = items;
    this.facilities = facilities;
  }

  /// The first matches, in the order in which the steps came.
  ///
  /// @param isCut whether there may be more
  public record Found(List<Dataset> steps, boolean isCut) {
    public Found {
      steps = List.copyOf(steps);
    }
  }

  /// The steps that all keys match.
  ///
  /// @throws InvalidKeyException if a key can't be matched as it is written
  public Found find(Dataset keys, Access access, int limit) {
    var match = new WorkitemMatch(keys, zone(access));
    var found = new ArrayList<Dataset>();
    long after = 0;
    for (int rows = 0; rows < ROWS_MAX; rows += PAGE) {
      var page = items.page(access, filter(keys), after, PAGE);
      for (var item : page) {
        if (match.matches(item.dataset())) {
          if (found.size() == limit) {
            return new Found(found, true);
          }
          found.add(item.dataset());
        }
        after = item.id();
      }
      if (page.size() < PAGE) {
        return new Found(found, false);
      }
    }
    return new Found(found, true);
  }

  /// Does something with each step of a facility that the keys match.
  void each(int facilityId, Dataset keys, Consumer<StoredWorkitem> work) {
    var access = Access.to(facilityId);
    var match = new WorkitemMatch(keys, zone(access));
    long after = 0;
    List<StoredWorkitem> page;
    do {
      page = items.page(access, filter(keys), after, PAGE);
      for (var item : page) {
        if (match.matches(item.dataset())) {
          work.accept(item);
        }
        after = item.id();
      }
    } while (page.size() == PAGE);
  }

  private ZoneOffset zone(Access access) {
    return facilities.all().stream()
        .filter(one -> access.allows(one.id()))
        .findFirst()
        .map(one -> one.zone().getRules().getOffset(Instant.now()))
        .orElse(ZoneOffset.UTC);
  }

  private static Workitems.Filter filter(Dataset keys) {
    return new Workitems.Filter(
        literal(keys, Tags.PROCEDURE_STEP_STATE).flatMap(WorkitemState::of),
        literal(keys, Tags.PATIENT_ID), literal(keys, Tags.WORKLIST_LABEL));
  }

  private static Optional<String> literal(Dataset keys, Tag tag) {
    return keys.strings(tag).size() == 1 ? keys.string(tag).filter(value ->
        value.indexOf('*') < 0 && value.indexOf('?') < 0) : Optional.empty();
  }
}
