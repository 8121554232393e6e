package vn.tia.records.performed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.records.database.Database;
import vn.tia.records.orders.Orders;

/// The performed procedure steps of each facility.
///
/// Each call is one transaction: the performed step, the scheduled steps that it performs and their
/// orders move together. An exam that nobody ordered is kept without moving anything.
public final class PerformedSteps {
  /// DCM 110514, Incorrect worklist entry selected (PS3.16 CID 9300): the step is still to be done.
  private static final String WRONG_ENTRY = "110514";

  private final Database database;
  private final Orders orders;
  private final ScheduledLinks links;
  private final List<EndedListener> listeners = new CopyOnWriteArrayList<>();

  public PerformedSteps(Database database, Orders orders) {
    this.database = database;
    this.orders = orders;
    this.links = new ScheduledLinks(database);
  }

  /// Tells a listener of each step that ends from now on.
  public void whenEnded(EndedListener listener) {
    listeners.add(listener);
  }

  /// Takes note of a step in progress.
  public PerformedOutcome create(int facilityId, String sopInstanceUid, Dataset attributes) {
    var dataset = inUtf8(attributes);
    return database.inTransaction(() -> insert(facilityId, sopInstanceUid, dataset)
        .<PerformedOutcome>map(id -> {
          var steps = links.find(facilityId, dataset);
          steps.forEach(step -> link(facilityId, id, step));
          orders.moveSteps(facilityId, steps, StepStatus.STARTED);
          return new PerformedOutcome.Done(new PerformedStep(
              id, sopInstanceUid, PerformedStatus.IN_PROGRESS, dataset, steps));
        })
        .orElseGet(PerformedOutcome.Duplicate::new));
  }

  /// Changes a step in progress: the attributes given replace those known.
  public PerformedOutcome set(int facilityId, String sopInstanceUid, Dataset modifications) {
    return database.inTransaction(() -> lock(facilityId, sopInstanceUid)
        .<PerformedOutcome>map(known -> known.status().isFinal()
            ? new PerformedOutcome.Final()
            : new PerformedOutcome.Done(change(facilityId, known, modifications)))
        .orElseGet(PerformedOutcome.Unknown::new));
  }

  /// The performed step of a facility with this UID.
  public Optional<PerformedStep> find(int facilityId, String sopInstanceUid) {
    return database.jdbc()
        .sql("SELECT * FROM performed_step WHERE facility_id = ? AND sop_instance_uid = ?")
        .params(facilityId, sopInstanceUid)
        .query(this::step)
        .optional();
  }

  /// The performed steps of a facility that made a study, oldest first.
  public List<PerformedStep> ofStudy(int facilityId, String studyUid) {
    return database.jdbc()
        .sql("SELECT * FROM performed_step WHERE facility_id = ? AND study_uid = ? ORDER BY id")
        .params(facilityId, studyUid)
        .query(this::step)
        .list();
  }

  private Optional<Long> insert(int facilityId, String uid, Dataset dataset) {
    var study = dataset.items(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE).stream()
        .flatMap(item -> item.string(Tags.STUDY_INSTANCE_UID).stream())
        .findFirst();
    return database.jdbc().sql("""
            INSERT INTO performed_step (facility_id, sop_instance_uid, status, study_uid, dataset)
            VALUES (?, ?, 'IN_PROGRESS', ?, ?)
            ON CONFLICT (facility_id, sop_instance_uid) DO NOTHING RETURNING id""")
        .params(facilityId, uid, study.orElse(null), bytes(dataset))
        .query(Long.class)
        .optional();
  }

  private void link(int facilityId, long performed, long scheduled) {
    database.jdbc().sql("INSERT INTO performed_scheduled_step VALUES (?, ?, ?)")
        .params(performed, scheduled, facilityId)
        .update();
  }

  private Optional<PerformedStep> lock(int facilityId, String uid) {
    database.jdbc().sql("""
            SELECT id FROM performed_step WHERE facility_id = ? AND sop_instance_uid = ?
            FOR UPDATE""")
        .params(facilityId, uid)
        .query(Long.class)
        .list();
    return find(facilityId, uid);
  }

  private PerformedStep change(int facilityId, PerformedStep known, Dataset modifications) {
    var status = modifications.string(Tags.PERFORMED_PROCEDURE_STEP_STATUS)
        .flatMap(PerformedStatus::of)
        .orElse(known.status());
    var dataset = inUtf8(known.dataset().toBuilder().putAll(modifications).build());
    database.jdbc()
        .sql("UPDATE performed_step SET status = ?, dataset = ?, updated = now() WHERE id = ?")
        .params(status.name(), bytes(dataset), known.id())
        .update();
    if (status.isFinal()) {
      orders.moveSteps(facilityId, known.scheduledStepIds(), scheduled(status, dataset));
    }
    var step = new PerformedStep(known.id(), known.sopInstanceUid(), status, dataset,
        known.scheduledStepIds());
    if (status.isFinal()) {
      listeners.forEach(listener -> listener.ended(facilityId, step));
    }
    return step;
  }

  private static StepStatus scheduled(PerformedStatus status, Dataset dataset) {
    return switch (status) {
      case IN_PROGRESS -> StepStatus.STARTED;
      case COMPLETED -> StepStatus.COMPLETED;
      case DISCONTINUED -> wasWrongEntry(dataset)
          ? StepStatus.SCHEDULED
          : StepStatus.DISCONTINUED;
    };
  }

  private static boolean wasWrongEntry(Dataset dataset) {
    return dataset.items(Tags.PERFORMED_PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE)
        .stream()
        .anyMatch(code -> code.string(Tags.CODE_VALUE).filter(WRONG_ENTRY::equals).isPresent());
  }

  private PerformedStep step(ResultSet row, int number) throws SQLException {
    var id = row.getLong("id");
    return new PerformedStep(id, row.getString("sop_instance_uid"),
        PerformedStatus.valueOf(row.getString("status")), dataset(row.getBytes("dataset")),
        scheduledStepIds(id));
  }

  private Set<Long> scheduledStepIds(long id) {
    return new HashSet<>(database.jdbc().sql("""
            SELECT scheduled_step_id FROM performed_scheduled_step
            WHERE performed_step_id = ?""")
        .param(id)
        .query(Long.class)
        .list());
  }

  /// Both messages may come in different character sets; UTF-8 holds them all.
  private static Dataset inUtf8(Dataset dataset) {
    return dataset.toBuilder().put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192").build();
  }

  private static byte[] bytes(Dataset dataset) {
    return DatasetWriter.toBytes(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).toArray();
  }

  private static Dataset dataset(byte[] bytes) {
    try {
      return new DatasetReader(
          new ByteArrayInputStream(bytes), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
