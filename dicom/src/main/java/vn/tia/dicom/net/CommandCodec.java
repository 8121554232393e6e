package vn.tia.dicom.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Encoding;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.net.pdu.PduException;

/// Reads and writes command sets: implicit VR, little endian, group 0000 only (PS3.7 section 6.3).
final class CommandCodec {
  private static final int HEADER_BYTES = 8;

  private CommandCodec() {}

  /// The command set in these bytes.
  ///
  /// @throws PduException if they are none, or lack what every command has
  static Command read(Bytes bytes) throws PduException {
    ByteBuffer in = bytes.buffer(ByteOrder.LITTLE_ENDIAN);
    DatasetBuilder elements = Dataset.builder();
    while (in.hasRemaining()) {
      if (in.remaining() < HEADER_BYTES) {
        throw PduException.invalid(
            "a command set ends %d bytes into an element".formatted(in.remaining()));
      }
      Tag tag = Tag.of(in.getShort(), in.getShort());
      int length = in.getInt();
      if (tag.group() != 0 || length < 0 || length > in.remaining()) {
        throw PduException.invalid(
            "%s of %d bytes can't stand in a command set with %d bytes left"
                .formatted(tag, Integer.toUnsignedLong(length), in.remaining()));
      }
      if (!tag.isGroupLength()) {
        Bytes field = bytes.slice(in.position(), length);
        elements.put(Element.encoded(tag, vrOf(tag), field, Encoding.DEFAULT));
      }
      in.position(in.position() + length);
    }
    return checked(new Command(elements.build()));
  }

  private static Vr vrOf(Tag tag) {
    Vr vr = Dictionary.vrOf(tag);
    return vr == Vr.SQ ? Vr.UN : vr;
  }

  private static Command checked(Command command) throws PduException {
    need(command, Tags.COMMAND_FIELD);
    need(command, Tags.COMMAND_DATA_SET_TYPE);
    boolean answers = command.isResponse() || command.field() == Command.C_CANCEL_RQ;
    need(command, answers ? Tags.MESSAGE_ID_BEING_RESPONDED_TO : Tags.MESSAGE_ID);
    return command;
  }

  private static void need(Command command, Tag tag) throws PduException {
    if (command.elements().integer(tag).isEmpty()) {
      throw PduException.invalid("a command set lacks " + tag);
    }
  }

  /// The bytes of a command set with its group length.
  static byte[] write(Command command) {
    var out = new ByteArrayOutputStream();
    command.elements().elements().forEach(element -> write(element, out));
    ByteBuffer whole = ByteBuffer.allocate(12 + out.size()).order(ByteOrder.LITTLE_ENDIAN);
    whole.putInt(0).putInt(4).putInt(out.size()).put(out.toByteArray());
    return whole.array();
  }

  private static void write(Element element, ByteArrayOutputStream out) {
    byte[] field = element.encoded(Encoding.DEFAULT).toArray();
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putShort((short) element.tag().group()).putShort((short) element.tag().element());
    out.writeBytes(header.putInt(field.length).array());
    out.writeBytes(field);
  }
}
