package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.pdu.PduException;

/// Command sets and their bytes (PS3.7 section 6.3).
class CommandCodecTest {
  private static final List<Integer> FIELDS =
      List.of(0x0001, 0x0010, 0x0020, 0x0021, 0x0030, 0x0100, 0x0110, 0x0120, 0x0130, 0x0140,
          0x0150, 0x0FFF);

  static LongStream seeds() {
    return new Random().longs(500);
  }

  private static Command random(Random random) {
    int field = FIELDS.get(random.nextInt(FIELDS.size()));
    var elements =
        Dataset.builder()
            .put(Tags.COMMAND_FIELD, random.nextBoolean() ? field : field | 0x8000)
            .put(Tags.MESSAGE_ID, random.nextInt(0x10000))
            .put(Tags.MESSAGE_ID_BEING_RESPONDED_TO, random.nextInt(0x10000))
            .put(Tags.COMMAND_DATA_SET_TYPE, random.nextInt(0x10000));
    for (Tag tag : List.of(Tags.AFFECTED_SOP_CLASS_UID, Tags.REQUESTED_SOP_CLASS_UID,
        Tags.AFFECTED_SOP_INSTANCE_UID, Tags.REQUESTED_SOP_INSTANCE_UID)) {
      if (random.nextBoolean()) {
        elements.put(tag, uid(random));
      }
    }
    for (Tag tag : List.of(Tags.STATUS, Tags.ERROR_ID, Tags.EVENT_TYPE_ID, Tags.ACTION_TYPE_ID,
        Tags.PRIORITY, Tags.MOVE_ORIGINATOR_MESSAGE_ID,
        Tags.NUMBER_OF_REMAINING_SUBOPERATIONS)) {
      if (random.nextBoolean()) {
        elements.put(tag, random.nextInt(0x10000));
      }
    }
    if (random.nextBoolean()) {
      elements.put(Tags.MOVE_DESTINATION, "A".repeat(1 + random.nextInt(16)));
    }
    if (random.nextBoolean()) {
      elements.put(Tags.ERROR_COMMENT, "x".repeat(1 + random.nextInt(64)));
    }
    Command command = new Command(elements.build());
    return random.nextBoolean()
        ? command
        : command.with(
            Tags.ATTRIBUTE_IDENTIFIER_LIST,
            IntStream.range(0, 1 + random.nextInt(9)).mapToObj(_ -> new Tag(random.nextInt()))
                .toList());
  }

  private static String uid(Random random) {
    return "1.2." + random.nextInt(1, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsWhatItWrites(long seed) throws PduException {
    Command command = random(new Random(seed));

    Command read = CommandCodec.read(Bytes.wrap(CommandCodec.write(command)));

    assertThat(CommandCodec.write(read)).as("seed %d", seed)
        .isEqualTo(CommandCodec.write(command));
    assertThat(read.elements()).isEqualTo(command.elements());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsOrRefusesChangedBytes(long seed) {
    var random = new Random(seed);
    byte[] bytes = CommandCodec.write(random(random));
    for (int i = 0; i < 3; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    try {
      Command command = CommandCodec.read(Bytes.wrap(bytes));
      command.status();
      command.counts();
      command.sopInstanceUid();
      command.tags(Tags.ATTRIBUTE_IDENTIFIER_LIST);
    } catch (PduException e) {
      assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
    }
  }

  /// What every request and every response needs.
  @ParameterizedTest
  @ValueSource(strings = {"(0000,0100)", "(0000,0800)", "(0000,0110)"})
  void refusesACommandThatLacksItsParts(String tag) {
    Tag left = Tag.parse(tag.replaceAll("[(),]", ""));
    Command whole =
        Command.request(Command.C_ECHO_RQ, 1, RawPeer.VERIFICATION, Command.Body.NONE);
    Command lacking = new Command(whole.elements().toBuilder().remove(left).build());

    assertThatThrownBy(() -> CommandCodec.read(Bytes.wrap(CommandCodec.write(lacking))))
        .isInstanceOf(PduException.class)
        .hasMessage("a command set lacks " + tag);
  }

  @Test
  void refusesAResponseThatAnswersNothing() {
    Command response =
        Command.request(Command.C_ECHO_RQ, 1, RawPeer.VERIFICATION, Command.Body.NONE)
            .response(Status.SUCCESS, Command.Body.NONE);
    Command lacking =
        new Command(
            response.elements().toBuilder().remove(Tags.MESSAGE_ID_BEING_RESPONDED_TO).build());

    assertThatThrownBy(() -> CommandCodec.read(Bytes.wrap(CommandCodec.write(lacking))))
        .hasMessage("a command set lacks (0000,0120)");
  }
}
