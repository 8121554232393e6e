package vn.tia.dicom.net;

import java.util.List;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;

/// Right command sets for [CommandTarget] to start from.
public final class CommandSeeds {
  private CommandSeeds() {}

  public static List<Bytes> all() {
    Dataset store = Dataset.builder()
        .put(Tags.AFFECTED_SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE.value())
        .put(Tags.COMMAND_FIELD, Command.C_STORE_RQ)
        .put(Tags.MESSAGE_ID, 1)
        .put(Tags.PRIORITY, 0)
        .put(Tags.COMMAND_DATA_SET_TYPE, 1)
        .put(Tags.AFFECTED_SOP_INSTANCE_UID, "1.2.3")
        .put(Tags.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE, "CT1")
        .build();
    Dataset answer = Dataset.builder()
        .put(Tags.COMMAND_FIELD, 0x8020)
        .put(Tags.MESSAGE_ID_BEING_RESPONDED_TO, 7)
        .put(Tags.COMMAND_DATA_SET_TYPE, 0x0101)
        .put(Tags.STATUS, 0xA900)
        .put(Tags.OFFENDING_ELEMENT, "00100020")
        .put(Tags.ERROR_COMMENT, "no such level")
        .build();
    return Stream.of(new Command(store), new Command(answer), Command.cancelRequest(9))
        .map(command -> Bytes.wrap(CommandCodec.write(command))).toList();
  }
}
