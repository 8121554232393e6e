package vn.tia.dicom.net.pdu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.UserInformation.CommonExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.ExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.OperationsWindow;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;

/// Reads and writes the sub-items of the user information item (PS3.7 annex D.3.3). Items unknown
/// here are skipped, as PS3.8 section 9.3.1 wants.
final class UserInformationCodec {
  private static final int MAXIMUM_LENGTH = 0x51;
  private static final int IMPLEMENTATION_CLASS = 0x52;
  private static final int OPERATIONS_WINDOW = 0x53;
  private static final int ROLE_SELECTION = 0x54;
  private static final int IMPLEMENTATION_VERSION = 0x55;
  private static final int EXTENDED = 0x56;
  private static final int COMMON_EXTENDED = 0x57;
  private static final int IDENTITY = 0x58;
  private static final int IDENTITY_RESPONSE = 0x59;

  /// Taken where the peer names no maximum, though it must: what nearly everybody takes.
  private static final long PDU_BYTES_MAX_UNNAMED = 16_384;

  private OptionalLong pduBytesMax = OptionalLong.empty();
  private String implementationClass = "";
  private Optional<String> implementationVersion = Optional.empty();
  private Optional<OperationsWindow> window = Optional.empty();
  private final List<RoleSelection> roles = new ArrayList<>();
  private final List<ExtendedNegotiation> extended = new ArrayList<>();
  private final List<CommonExtendedNegotiation> commonExtended = new ArrayList<>();
  private Optional<UserIdentity> identity = Optional.empty();
  private Optional<Bytes> identityResponse = Optional.empty();

  private UserInformationCodec() {}

  static UserInformation read(ItemReader in) throws PduException {
    var codec = new UserInformationCodec();
    while (in.hasMore()) {
      ItemReader.Item item = in.item();
      codec.take(item.type(), item.content());
    }
    return codec.build();
  }

  /// What a peer is taken to have said that sent no user information.
  static UserInformation none() {
    return new UserInformationCodec().build();
  }

  private UserInformation build() {
    return new UserInformation(
        pduBytesMax.orElse(PDU_BYTES_MAX_UNNAMED),
        implementationClass,
        implementationVersion,
        window,
        roles,
        extended,
        commonExtended,
        identity,
        identityResponse);
  }

  private void take(int type, ItemReader in) throws PduException {
    switch (type) {
      case MAXIMUM_LENGTH -> pduBytesMax = OptionalLong.of(in.u32());
      case IMPLEMENTATION_CLASS -> implementationClass = in.text();
      case OPERATIONS_WINDOW -> window = Optional.of(new OperationsWindow(in.u16(), in.u16()));
      case ROLE_SELECTION ->
          roles.add(new RoleSelection(in.countedText(), role(in.u8()), role(in.u8())));
      case IMPLEMENTATION_VERSION -> implementationVersion = Optional.of(in.text());
      case EXTENDED ->
          extended.add(new ExtendedNegotiation(in.countedText(), in.bytes(in.remaining())));
      case COMMON_EXTENDED -> commonExtended.add(commonExtended(in));
      case IDENTITY -> identity = Optional.of(identity(in));
      case IDENTITY_RESPONSE -> identityResponse = Optional.of(in.countedBytes());
      default -> {} // Unknown items are skipped.
    }
  }

  private static Role role(int value) {
    return value == 0 ? Role.NO : Role.YES;
  }

  private static CommonExtendedNegotiation commonExtended(ItemReader in) throws PduException {
    String sopClass = in.countedText();
    String serviceClass = in.countedText();
    int length = in.u16();
    int end = in.remaining() - length;
    if (end < 0) {
      throw PduException.invalid(
          "the related general SOP classes announce %d bytes, %d left"
              .formatted(length, in.remaining()));
    }
    List<String> related = new ArrayList<>();
    while (in.remaining() > end) {
      related.add(in.countedText());
    }
    return new CommonExtendedNegotiation(sopClass, serviceClass, related);
  }

  private static UserIdentity identity(ItemReader in) throws PduException {
    int code = in.u8();
    var answer = in.u8() == 0 ? UserIdentity.Answer.NOT_WANTED : UserIdentity.Answer.WANTED;
    for (UserIdentity.Kind kind : UserIdentity.Kind.values()) {
      if (kind.code() == code) {
        return new UserIdentity(kind, answer, in.countedBytes(), in.countedBytes());
      }
    }
    throw PduException.invalid("user identity type %d is unknown".formatted(code));
  }

  static void write(UserInformation user, ItemWriter out) {
    out.item(MAXIMUM_LENGTH, item -> item.u32(user.pduBytesMax()));
    out.text(IMPLEMENTATION_CLASS, user.implementationClassUid());
    user.operationsWindow()
        .ifPresent(
            w -> out.item(OPERATIONS_WINDOW, item -> item.u16(w.invoked()).u16(w.performed())));
    for (RoleSelection role : user.roles()) {
      out.item(
          ROLE_SELECTION,
          item ->
              countedText(item, role.sopClassUid())
                  .u8(role.scu().ordinal())
                  .u8(role.scp().ordinal()));
    }
    user.implementationVersion().ifPresent(v -> out.text(IMPLEMENTATION_VERSION, v));
    for (ExtendedNegotiation e : user.extended()) {
      out.item(EXTENDED, item -> countedText(item, e.sopClassUid()).bytes(e.information()));
    }
    user.commonExtended().forEach(c -> out.item(COMMON_EXTENDED, item -> write(c, item)));
    user.identity().ifPresent(i -> out.item(IDENTITY, item -> write(i, item)));
    user.identityResponse()
        .ifPresent(r -> out.item(IDENTITY_RESPONSE, item -> item.counted(c -> c.bytes(r))));
  }

  private static void write(CommonExtendedNegotiation common, ItemWriter out) {
    countedText(out, common.sopClassUid());
    countedText(out, common.serviceClassUid());
    out.counted(
        list -> common.relatedGeneralSopClassUids().forEach(uid -> countedText(list, uid)));
  }

  private static void write(UserIdentity identity, ItemWriter out) {
    out.u8(identity.kind().code()).u8(identity.answer().ordinal());
    out.counted(c -> c.bytes(identity.primary())).counted(c -> c.bytes(identity.secondary()));
  }

  private static ItemWriter countedText(ItemWriter out, String text) {
    return out.counted(
        c -> c.raw(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
  }
}
