package vn.tia.bridge.ups;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.records.workitems.WorkitemEvents.Event;

/// An event as the queue of deliveries carries it.
final class UpsEventMessage {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private UpsEventMessage() {}

  static Bytes encode(Event event) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(event.type());
      out.writeUTF(event.workitem());
      out.write(DatasetWriter.toBytes(event.information(), SYNTAX).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  static Event decode(Bytes payload) {
    try (var in = new DataInputStream(new ByteArrayInputStream(payload.toArray()))) {
      int type = in.readInt();
      var workitem = in.readUTF();
      Dataset information = new DatasetReader(in, SYNTAX).read();
      return new Event(workitem, type, information);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
