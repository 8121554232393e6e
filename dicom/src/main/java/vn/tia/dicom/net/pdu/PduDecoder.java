package vn.tia.dicom.net.pdu;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the body of a PDU (PS3.8 section 9.3) and refuses what the standard doesn't allow.
final class PduDecoder {
  private static final int CONTEXTS_MAX = 128;

  private PduDecoder() {}

  /// @param length how many bytes of the array are the body
  static Pdu decode(int type, byte[] body, int length) throws PduException {
    var in = new ItemReader(body, 0, length);
    return switch (type) {
      case PduEncoder.ASSOCIATE_RQ -> associateRequest(in);
      case PduEncoder.ASSOCIATE_AC -> associateAccept(in);
      case PduEncoder.ASSOCIATE_RJ -> new AssociateReject(in.skip(1).u8(), in.u8(), in.u8());
      case PduEncoder.DATA_TF -> dataTransfer(in);
      case PduEncoder.RELEASE_RQ -> new ReleaseRequest();
      case PduEncoder.RELEASE_RP -> new ReleaseResponse();
      case PduEncoder.ABORT -> new Abort(in.skip(2).u8(), in.u8());
      default ->
          throw new PduException(
              AbortReason.UNRECOGNIZED_PDU, "PDU type %02X is unknown".formatted(type));
    };
  }

  private static AssociateRequest associateRequest(ItemReader in) throws PduException {
    int version = in.u16();
    String called = in.skip(2).text(16);
    String calling = in.text(16);
    in.skip(32);
    String application = "";
    List<ProposedContext> contexts = new ArrayList<>();
    Optional<UserInformation> user = Optional.empty();
    while (in.hasMore()) {
      ItemReader.Item item = in.item();
      switch (item.type()) {
        case PduEncoder.APPLICATION_CONTEXT -> application = item.content().text();
        case PduEncoder.PROPOSED_CONTEXT -> contexts.add(proposedContext(item.content()));
        case PduEncoder.USER_INFORMATION ->
            user = Optional.of(UserInformationCodec.read(item.content()));
        default -> {} // Unknown items are skipped (PS3.8 section 9.3.1).
      }
    }
    checkIds(contexts.stream().map(ProposedContext::id).toList());
    return new AssociateRequest(
        version,
        called,
        calling,
        application,
        contexts,
        user.orElseGet(UserInformationCodec::none));
  }

  private static ProposedContext proposedContext(ItemReader in) throws PduException {
    int id = in.u8();
    in.skip(3);
    String abstractSyntax = "";
    List<String> transferSyntaxes = new ArrayList<>();
    while (in.hasMore()) {
      ItemReader.Item item = in.item();
      switch (item.type()) {
        case PduEncoder.ABSTRACT_SYNTAX -> abstractSyntax = item.content().text();
        case PduEncoder.TRANSFER_SYNTAX -> transferSyntaxes.add(item.content().text());
        default -> {} // Unknown items are skipped.
      }
    }
    if (abstractSyntax.isEmpty() || transferSyntaxes.isEmpty()) {
      throw PduException.invalid(
          "presentation context %d lacks an abstract or a transfer syntax".formatted(id));
    }
    return new ProposedContext(id, abstractSyntax, transferSyntaxes);
  }

  private static AssociateAccept associateAccept(ItemReader in) throws PduException {
    int version = in.u16();
    String called = in.skip(2).text(16);
    String calling = in.text(16);
    in.skip(32);
    String application = "";
    List<ContextResult> contexts = new ArrayList<>();
    Optional<UserInformation> user = Optional.empty();
    while (in.hasMore()) {
      ItemReader.Item item = in.item();
      switch (item.type()) {
        case PduEncoder.APPLICATION_CONTEXT -> application = item.content().text();
        case PduEncoder.CONTEXT_RESULT -> contexts.add(contextResult(item.content()));
        case PduEncoder.USER_INFORMATION ->
            user = Optional.of(UserInformationCodec.read(item.content()));
        default -> {} // Unknown items are skipped.
      }
    }
    checkIds(contexts.stream().map(ContextResult::id).toList());
    return new AssociateAccept(
        version,
        called,
        calling,
        application,
        contexts,
        user.orElseGet(UserInformationCodec::none));
  }

  private static ContextResult contextResult(ItemReader in) throws PduException {
    int id = in.u8();
    int result = in.skip(1).u8();
    in.skip(1);
    String transferSyntax = "";
    while (in.hasMore()) {
      ItemReader.Item item = in.item();
      if (item.type() == PduEncoder.TRANSFER_SYNTAX) {
        transferSyntax = item.content().text();
      }
    }
    return new ContextResult(id, result, transferSyntax);
  }

  private static void checkIds(List<Integer> ids) throws PduException {
    if (ids.isEmpty() || ids.size() > CONTEXTS_MAX) {
      throw PduException.invalid(
          "1 to 128 presentation contexts are allowed, got %d".formatted(ids.size()));
    }
    Set<Integer> seen = new HashSet<>();
    for (int id : ids) {
      if (id % 2 == 0) {
        throw PduException.invalid("presentation context id %d is even".formatted(id));
      }
      if (!seen.add(id)) {
        throw PduException.invalid("presentation context id %d appears twice".formatted(id));
      }
    }
  }

  private static DataTransfer dataTransfer(ItemReader in) throws PduException {
    List<DataValue> values = new ArrayList<>();
    while (in.hasMore()) {
      long length = in.u32();
      if (length < 2 || length > in.remaining()) {
        throw PduException.invalid(
            "a presentation data value announces %d bytes, its PDU has %d left"
                .formatted(length, in.remaining()));
      }
      values.add(
          new DataValue(
              in.u8(), DataValue.Fragment.of(in.u8()), in.bytes((int) length - 2)));
    }
    if (values.isEmpty()) {
      throw PduException.invalid("a P-DATA-TF holds no presentation data value");
    }
    return new DataTransfer(values);
  }
}
