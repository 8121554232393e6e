package vn.tia.bridge.remote;

import vn.tia.dicom.io.Implementation;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.pdu.UserInformation;

/// Tells the requests that a Tia makes for somebody else, so that two that point at each other, or
/// more in a ring, don't ask for ever: such a request is answered from what is here alone.
public final class Forwarded {

  /// The Implementation Version Name of our associations to other archives (PS3.7 annex D.3.3.2).
  static final String VERSION_NAME = "TIA_BRIDGE";
  /// The header of our requests to other archives (RFC 9110 section 7.6.3).
  static final String HEADER = "Via";
  static final String HEADER_VALUE = "1.1 tia-bridge";

  private Forwarded() {}

  /// Whether an association came from another archive's bridge.
  public static boolean is(AssociationInfo caller) {
    return caller.agreement().requestor().implementationVersion()
        .filter(VERSION_NAME::equals).isPresent();
  }

  /// Whether the `Via` header of a request is that of another archive's bridge.
  public static boolean isVia(String header) {
    return header.contains("tia-bridge");
  }

  static ClientSettings mark(ClientSettings call) {
    return call.withUser(UserInformation.of(call.limits().pduBytesMax(),
        Implementation.CLASS_UID.value(), VERSION_NAME));
  }
}
