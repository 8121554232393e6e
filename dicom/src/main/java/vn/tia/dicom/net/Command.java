package vn.tia.dicom.net;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// The command set of a DIMSE message (PS3.7 section 6.3.1).
record Command(Dataset elements) {
  static final int C_STORE_RQ = 0x0001;
  static final int C_GET_RQ = 0x0010;
  static final int C_FIND_RQ = 0x0020;
  static final int C_MOVE_RQ = 0x0021;
  static final int C_ECHO_RQ = 0x0030;
  static final int C_CANCEL_RQ = 0x0FFF;
  static final int N_EVENT_REPORT_RQ = 0x0100;
  static final int N_GET_RQ = 0x0110;
  static final int N_SET_RQ = 0x0120;
  static final int N_ACTION_RQ = 0x0130;
  static final int N_CREATE_RQ = 0x0140;
  static final int N_DELETE_RQ = 0x0150;

  private static final int RESPONSE = 0x8000;
  private static final int NO_DATASET = 0x0101;
  private static final int DATASET = 0x0001;
  private static final int ERROR_COMMENT_MAX = 64;

  /// Counts of sub-operations have 16 bits.
  private static final int COUNT_MAX = 0xFFFF;

  /// Says whether a data set follows the command set.
  enum Body {
    NONE,
    DATASET
  }

  /// The operation asked for or answered.
  int field() {
    return elements.integer(Tags.COMMAND_FIELD).orElse(0);
  }

  boolean isResponse() {
    return (field() & RESPONSE) != 0;
  }

  /// Whether a C-service is asked for, not an N-service.
  boolean isComposite() {
    return (field() & 0x0F00) == 0;
  }

  /// Whether a C-GET or C-MOVE is asked for or answered.
  boolean isRetrieval() {
    int operation = field() & ~RESPONSE;
    return operation == C_GET_RQ || operation == C_MOVE_RQ;
  }

  boolean hasDataset() {
    return elements.integer(Tags.COMMAND_DATA_SET_TYPE).orElse(NO_DATASET) != NO_DATASET;
  }

  int messageId() {
    return elements.integer(Tags.MESSAGE_ID).orElse(0);
  }

  OptionalInt messageIdRespondedTo() {
    return elements.integer(Tags.MESSAGE_ID_BEING_RESPONDED_TO);
  }

  /// The affected or, where the operation is on an instance that exists, requested SOP class.
  String sopClassUid() {
    return text(Tags.AFFECTED_SOP_CLASS_UID)
        .or(() -> text(Tags.REQUESTED_SOP_CLASS_UID))
        .orElse("");
  }

  /// The affected or requested SOP instance.
  Optional<String> sopInstanceUid() {
    return text(Tags.AFFECTED_SOP_INSTANCE_UID)
        .or(() -> text(Tags.REQUESTED_SOP_INSTANCE_UID));
  }

  /// The status of a response.
  Status status() {
    return new Status(
        elements.integer(Tags.STATUS).orElse(Status.PROCESSING_FAILURE.code()),
        elements.string(Tags.ERROR_COMMENT),
        tags(Tags.OFFENDING_ELEMENT),
        elements.integer(Tags.ERROR_ID));
  }

  /// The tags that an element lists.
  List<Tag> tags(Tag tag) {
    return elements
        .get(tag)
        .map(Element::value)
        .map(v -> v instanceof Value.TagList(var tags) ? tags : List.<Tag>of())
        .orElse(List.of());
  }

  /// How urgent it is: 0 medium, 1 high, 2 low.
  int priority() {
    return elements.integer(Tags.PRIORITY).orElse(0);
  }

  /// Whom the sub-operations of a C-MOVE go to.
  Optional<String> moveDestination() {
    return text(Tags.MOVE_DESTINATION);
  }

  /// Who asked for the C-MOVE that a C-STORE belongs to.
  Optional<MoveOriginator> moveOriginator() {
    return text(Tags.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE)
        .map(
            ae ->
                new MoveOriginator(
                    ae, elements.integer(Tags.MOVE_ORIGINATOR_MESSAGE_ID).orElse(0)));
  }

  /// The sub-operations that a response to a C-MOVE or C-GET counts; what it leaves out is 0.
  SubOperationCounts counts() {
    return new SubOperationCounts(
        elements.integer(Tags.NUMBER_OF_REMAINING_SUBOPERATIONS).orElse(0),
        elements.integer(Tags.NUMBER_OF_COMPLETED_SUBOPERATIONS).orElse(0),
        elements.integer(Tags.NUMBER_OF_FAILED_SUBOPERATIONS).orElse(0),
        elements.integer(Tags.NUMBER_OF_WARNING_SUBOPERATIONS).orElse(0));
  }

  /// All that the element holds: a backslash in a UID doesn't end it.
  private Optional<String> text(Tag tag) {
    String joined = String.join("\\", elements.strings(tag)).strip();
    return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
  }

  /// A request that names its SOP class as affected.
  static Command request(int field, int messageId, String sopClassUid, Body body) {
    return new Command(
        Dataset.builder()
            .put(Tags.AFFECTED_SOP_CLASS_UID, sopClassUid)
            .put(Tags.COMMAND_FIELD, field)
            .put(Tags.MESSAGE_ID, messageId)
            .put(Tags.COMMAND_DATA_SET_TYPE, code(body))
            .build());
  }

  /// The same with another element.
  Command with(Tag tag, int value) {
    return new Command(elements.toBuilder().put(tag, value).build());
  }

  /// The same with another element.
  Command with(Tag tag, String value) {
    return new Command(elements.toBuilder().put(tag, value).build());
  }

  /// The same, with an instance UID where an N-CREATE leaves it to the performer to make one
  /// (PS3.7 section 10.1.5.1.4).
  Command named() {
    return field() == N_CREATE_RQ && sopInstanceUid().isEmpty()
        ? with(Tags.AFFECTED_SOP_INSTANCE_UID, Uid.random().value())
        : this;
  }

  /// The same, saying whether a data set follows.
  Command with(Body body) {
    return with(Tags.COMMAND_DATA_SET_TYPE, code(body));
  }

  /// The same, listing tags in an element.
  Command with(Tag tag, List<Tag> tags) {
    var element = new Element(tag, Vr.AT, new Value.TagList(tags));
    return new Command(elements.toBuilder().put(element).build());
  }

  /// The same response, counting sub-operations. Those that remain are told where some may come.
  Command with(SubOperationCounts counts) {
    DatasetBuilder counted =
        elements.toBuilder()
            .put(Tags.NUMBER_OF_COMPLETED_SUBOPERATIONS, count(counts.completed()))
            .put(Tags.NUMBER_OF_FAILED_SUBOPERATIONS, count(counts.failed()))
            .put(Tags.NUMBER_OF_WARNING_SUBOPERATIONS, count(counts.warned()));
    if (status().isPending() || status().isCancel()) {
      counted.put(Tags.NUMBER_OF_REMAINING_SUBOPERATIONS, count(counts.remaining()));
    }
    return new Command(counted.build());
  }

  private static int count(int number) {
    return Math.clamp(number, 0, COUNT_MAX);
  }

  /// A request for an operation on an instance that exists, which it names as requested.
  static Command onInstance(int field, int messageId, String sopClassUid, String sopInstanceUid) {
    return new Command(
        Dataset.builder()
            .put(Tags.REQUESTED_SOP_CLASS_UID, sopClassUid)
            .put(Tags.COMMAND_FIELD, field)
            .put(Tags.MESSAGE_ID, messageId)
            .put(Tags.COMMAND_DATA_SET_TYPE, NO_DATASET)
            .put(Tags.REQUESTED_SOP_INSTANCE_UID, sopInstanceUid)
            .build());
  }

  /// A request to end the operation with this message id (PS3.7 section 9.3.2.3).
  static Command cancelRequest(int messageId) {
    return new Command(
        Dataset.builder()
            .put(Tags.COMMAND_FIELD, C_CANCEL_RQ)
            .put(Tags.MESSAGE_ID_BEING_RESPONDED_TO, messageId)
            .put(Tags.COMMAND_DATA_SET_TYPE, NO_DATASET)
            .build());
  }

  /// The response to this request.
  Command response(Status status, Body body) {
    DatasetBuilder answer =
        Dataset.builder()
            .put(Tags.COMMAND_FIELD, field() | RESPONSE)
            .put(Tags.MESSAGE_ID_BEING_RESPONDED_TO, messageId())
            .put(Tags.COMMAND_DATA_SET_TYPE, code(body))
            .put(Tags.STATUS, status.code());
    wellFormed(sopClassUid()).ifPresent(uid -> answer.put(Tags.AFFECTED_SOP_CLASS_UID, uid));
    sopInstanceUid()
        .flatMap(Command::wellFormed)
        .ifPresent(uid -> answer.put(Tags.AFFECTED_SOP_INSTANCE_UID, uid));
    echo(Tags.EVENT_TYPE_ID, answer);
    echo(Tags.ACTION_TYPE_ID, answer);
    status.errorComment().ifPresent(c -> answer.put(Tags.ERROR_COMMENT, comment(c)));
    status.errorId().ifPresent(id -> answer.put(Tags.ERROR_ID, id));
    if (!status.offendingElements().isEmpty()) {
      var tags = new Value.TagList(status.offendingElements());
      answer.put(new Element(Tags.OFFENDING_ELEMENT, Vr.AT, tags));
    }
    return new Command(answer.build());
  }

  private void echo(Tag tag, DatasetBuilder answer) {
    elements.integer(tag).ifPresent(number -> answer.put(tag, number));
  }

  private static int code(Body body) {
    return body == Body.NONE ? NO_DATASET : DATASET;
  }

  /// A UID that is none is not sent back.
  private static Optional<String> wellFormed(String uid) {
    return Uid.parse(uid).map(Uid::value);
  }

  /// A command set has no character set and a comment 64 characters.
  private static String comment(String text) {
    String ascii = text.replaceAll("[^ -~]|\\\\", "?");
    return ascii.substring(0, Math.min(ascii.length(), ERROR_COMMENT_MAX));
  }
}
