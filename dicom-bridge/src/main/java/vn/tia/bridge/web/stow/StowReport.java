package vn.tia.bridge.web.stow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vn.tia.bridge.store.StoreOutcome;
import vn.tia.bridge.store.Taken;
import vn.tia.bridge.store.Taken.Names;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// How the parts of a request ended, in their order: the Store Instances Response (PS3.18 section
/// 10.5.3 and annex I.2).
///
/// @param base the address of DICOMweb, which retrieve URLs begin with
/// @param study the study of the path
record StowReport(String base, Optional<String> study, List<Entry> entries) {

  /// How one part ended.
  sealed interface Entry {

    /// It was an instance.
    record Instance(StoreOutcome outcome, Names names) implements Entry {}

    /// It was no instance, or one without names.
    record Other(StoreOutcome outcome) implements Entry {}

    StoreOutcome outcome();

    static Entry of(Taken taken) {
      return taken.names()
          .filter(names -> names.sopClass().isPresent() && names.instance().isPresent())
          .<Entry>map(names -> new Instance(taken.outcome(), names))
          .orElseGet(() -> new Other(taken.outcome()));
    }
  }

  StowReport {
    entries = List.copyOf(entries);
  }

  /// The status of PS3.18 table 10.5.3-1.
  int status() {
    if (has(StoreOutcome::isStored)) {
      return entries.stream().allMatch(entry -> entry.outcome().status().isSuccess()) ? 200 : 202;
    }
    if (has(StoreOutcome.Unavailable.class::isInstance)) {
      return 503;
    }
    if (entries.stream().allMatch(this::isNoInstance)) {
      return 400;
    }
    return entries.stream().allMatch(entry -> entry.outcome() instanceof StoreOutcome.TooLarge)
        ? 413 : 409;
  }

  private boolean has(Predicate<StoreOutcome> kind) {
    return entries.stream().map(Entry::outcome).anyMatch(kind);
  }

  private boolean isNoInstance(Entry entry) {
    return entry instanceof Entry.Other(StoreOutcome.Unreadable(var why))
        && why.startsWith(FilePart.NO_FILE);
  }

  Dataset dataset() {
    var answer = Dataset.builder();
    study().or(this::onlyStudy).ifPresent(uid ->
        answer.put(Tags.RETRIEVE_URL, base + "/studies/" + uid));
    List<Dataset> stored = new ArrayList<>();
    List<Dataset> failed = new ArrayList<>();
    List<Dataset> others = new ArrayList<>();
    for (var entry : entries) {
      switch (entry) {
        case Entry.Instance(var outcome, var names) when outcome.isStored() ->
            stored.add(stored(outcome, names));
        case Entry.Instance(var outcome, var names) -> failed.add(Dataset.builder()
            .put(Tags.REFERENCED_SOP_CLASS_UID, names.sopClass().orElseThrow())
            .put(Tags.REFERENCED_SOP_INSTANCE_UID, names.instance().orElseThrow())
            .put(Tags.FAILURE_REASON, outcome.status().code()).build());
        case Entry.Other(var outcome) -> others.add(Dataset.builder()
            .put(Tags.FAILURE_REASON, outcome.status().code()).build());
      }
    }
    putItems(answer, Tags.FAILED_SOP_SEQUENCE, failed);
    putItems(answer, Tags.REFERENCED_SOP_SEQUENCE, stored);
    putItems(answer, Tags.OTHER_FAILURES_SEQUENCE, others);
    return answer.build();
  }

  private static void putItems(DatasetBuilder answer, Tag tag, List<Dataset> items) {
    if (!items.isEmpty()) {
      answer.putItems(tag, items);
    }
  }

  private Optional<String> onlyStudy() {
    var studies = entries.stream()
        .filter(entry -> entry.outcome().isStored())
        .flatMap(entry -> entry instanceof Entry.Instance one
            ? one.names().study().stream() : Stream.empty())
        .distinct().toList();
    return studies.size() == 1 ? Optional.of(studies.getFirst()) : Optional.empty();
  }

  private Dataset stored(StoreOutcome outcome, Names names) {
    var item = Dataset.builder()
        .put(Tags.REFERENCED_SOP_CLASS_UID, names.sopClass().orElseThrow())
        .put(Tags.REFERENCED_SOP_INSTANCE_UID, names.instance().orElseThrow())
        .put(Tags.RETRIEVE_URL, base + "/studies/" + names.study().orElseThrow() + "/series/"
            + names.series().orElseThrow() + "/instances/" + names.instance().orElseThrow());
    if (outcome.status().isWarning()) {
      item.put(Tags.WARNING_REASON, outcome.status().code());
    }
    return item.build();
  }
}
