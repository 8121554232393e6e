package vn.tia.dicom.net.pdu;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes PDUs as bytes (PS3.8 section 9.3).
public final class PduEncoder {
  static final int ASSOCIATE_RQ = 0x01;
  static final int ASSOCIATE_AC = 0x02;
  static final int ASSOCIATE_RJ = 0x03;
  static final int DATA_TF = 0x04;
  static final int RELEASE_RQ = 0x05;
  static final int RELEASE_RP = 0x06;
  static final int ABORT = 0x07;

  static final int APPLICATION_CONTEXT = 0x10;
  static final int PROPOSED_CONTEXT = 0x20;
  static final int CONTEXT_RESULT = 0x21;
  static final int ABSTRACT_SYNTAX = 0x30;
  static final int TRANSFER_SYNTAX = 0x40;
  static final int USER_INFORMATION = 0x50;

  private PduEncoder() {}

  /// The whole PDU, ready for one write.
  public static byte[] encode(Pdu pdu) {
    return switch (pdu) {
      case AssociateRequest request -> encode(request);
      case AssociateAccept accept -> encode(accept);
      case AssociateReject(int result, int source, int reason) ->
          fixed(ASSOCIATE_RJ, result, source, reason);
      case DataTransfer(List<DataValue> values) -> encode(values);
      case ReleaseRequest _ -> fixed(RELEASE_RQ, 0, 0, 0);
      case ReleaseResponse _ -> fixed(RELEASE_RP, 0, 0, 0);
      case Abort(int source, int reason) -> fixed(ABORT, 0, source, reason);
    };
  }

  private static byte[] fixed(int type, int second, int third, int fourth) {
    return new byte[] {
      (byte) type, 0, 0, 0, 0, 4, 0, (byte) second, (byte) third, (byte) fourth
    };
  }

  private static byte[] encode(AssociateRequest request) {
    var out = new ItemWriter();
    head(out, request.protocolVersion(), request.calledAe(), request.callingAe());
    out.text(APPLICATION_CONTEXT, request.applicationContext());
    for (ProposedContext context : request.contexts()) {
      out.item(
          PROPOSED_CONTEXT,
          item -> {
            item.u8(context.id()).zeros(3).text(ABSTRACT_SYNTAX, context.abstractSyntax());
            context.transferSyntaxes().forEach(uid -> item.text(TRANSFER_SYNTAX, uid));
          });
    }
    out.item(USER_INFORMATION, item -> UserInformationCodec.write(request.user(), item));
    return out.toPdu(ASSOCIATE_RQ);
  }

  private static byte[] encode(AssociateAccept accept) {
    var out = new ItemWriter();
    head(out, accept.protocolVersion(), accept.calledAe(), accept.callingAe());
    out.text(APPLICATION_CONTEXT, accept.applicationContext());
    for (ContextResult context : accept.contexts()) {
      out.item(
          CONTEXT_RESULT,
          item ->
              item.u8(context.id())
                  .zeros(1)
                  .u8(context.result())
                  .zeros(1)
                  .text(TRANSFER_SYNTAX, context.transferSyntax()));
    }
    out.item(USER_INFORMATION, item -> UserInformationCodec.write(accept.user(), item));
    return out.toPdu(ASSOCIATE_AC);
  }

  private static byte[] encode(List<DataValue> values) {
    var out = new ItemWriter();
    for (DataValue value : values) {
      out.u32(value.data().length() + 2L).u8(value.contextId()).u8(value.kind().ordinal());
      out.bytes(value.data());
    }
    return out.toPdu(DATA_TF);
  }

  private static void head(ItemWriter out, int version, String called, String calling) {
    out.u16(version).zeros(2).raw(aeTitle(called)).raw(aeTitle(calling)).zeros(32);
  }

  private static byte[] aeTitle(String title) {
    if (title.length() > 16) {
      throw new IllegalArgumentException(
          "an AE title has at most 16 characters, got " + title.length());
    }
    return (title + " ".repeat(16 - title.length())).getBytes(StandardCharsets.ISO_8859_1);
  }
}
