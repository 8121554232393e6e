package vn.tia.dicom.net.pdu;

import java.util.List;

/// A-ASSOCIATE-RQ: who calls whom, and what they want to talk about (PS3.8 section 9.3.2).
public record AssociateRequest(
    int protocolVersion,
    String calledAe,
    String callingAe,
    String applicationContext,
    List<ProposedContext> contexts,
    UserInformation user)
    implements Pdu {

  /// The only version of the protocol there is.
  public static final int PROTOCOL_VERSION = 1;

  /// The DICOM application context (PS3.7 annex A.2.1).
  public static final String DICOM_APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

  public AssociateRequest {
    contexts = List.copyOf(contexts);
  }
}
