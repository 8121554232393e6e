package vn.tia.bridge.ups;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonWriter;
import vn.tia.records.access.Access;
import vn.tia.records.workitems.WorkitemEvents;
import vn.tia.records.workitems.WorkitemEvents.Waiting;

/// What waits for a subscriber that opens a connection, in the form in which it goes there
/// (PS3.18 section 11.13.1): command and attributes in one data set, as DICOM JSON.
public final class EventFeed {
  private static final int EVENTS_MAX = 100;
  private static final int MESSAGE_ID_MAX = 0xFFFF;

  private final WorkitemEvents waiting;

  public EventFeed(WorkitemEvents waiting) {
    this.waiting = waiting;
  }

  /// An event, and the number under which it is forgotten once it was told.
  public record Message(long id, String json) {}

  /// The oldest that wait.
  public List<Message> next(String ae, Access access) {
    return waiting.next(ae, access, EVENTS_MAX).stream()
        .map(one -> new Message(one.id(), json(one)))
        .toList();
  }

  /// Forgets what was told.
  public void told(Message message) {
    waiting.told(message.id());
  }

  private static String json(Waiting one) {
    var report = one.event().information().toBuilder()
        .remove(Tags.SPECIFIC_CHARACTER_SET)
        .put(Tags.AFFECTED_SOP_CLASS_UID, Uids.UNIFIED_PROCEDURE_STEP_PUSH.value())
        .put(Tags.MESSAGE_ID, (int) (one.id() % MESSAGE_ID_MAX) + 1)
        .put(Tags.AFFECTED_SOP_INSTANCE_UID, one.event().workitem())
        .put(Tags.EVENT_TYPE_ID, one.event().type())
        .build();
    var out = new ByteArrayOutputStream();
    try {
      new DicomJsonWriter(BulkDataUris.NONE).write(report, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
