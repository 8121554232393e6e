package vn.tia.dicom.net.pdu;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;

/// The user information item: what the two applications tell each other about themselves
/// (PS3.7 annex D.3.3).
///
/// `pduBytesMax` is the longest P-DATA-TF the sender of this item takes, 0 for any length.
public record UserInformation(
    long pduBytesMax,
    String implementationClassUid,
    Optional<String> implementationVersion,
    Optional<OperationsWindow> operationsWindow,
    List<RoleSelection> roles,
    List<ExtendedNegotiation> extended,
    List<CommonExtendedNegotiation> commonExtended,
    Optional<UserIdentity> identity,
    Optional<Bytes> identityResponse) {

  public UserInformation {
    roles = List.copyOf(roles);
    extended = List.copyOf(extended);
    commonExtended = List.copyOf(commonExtended);
  }

  /// What an implementation says of itself without negotiating anything further.
  public static UserInformation of(long pduBytesMax, String classUid, String version) {
    return new UserInformation(
        pduBytesMax,
        classUid,
        Optional.of(version),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same, taking P-DATA-TF PDUs of this length.
  public UserInformation withPduBytesMax(long max) {
    return new UserInformation(
        max,
        implementationClassUid,
        implementationVersion,
        operationsWindow,
        roles,
        extended,
        commonExtended,
        identity,
        identityResponse);
  }

  /// The same with this window of outstanding operations.
  public UserInformation withOperationsWindow(OperationsWindow window) {
    return new UserInformation(
        pduBytesMax,
        implementationClassUid,
        implementationVersion,
        Optional.of(window),
        roles,
        extended,
        commonExtended,
        identity,
        identityResponse);
  }

  /// The same with these roles.
  public UserInformation withRoles(List<RoleSelection> roles) {
    return new UserInformation(
        pduBytesMax,
        implementationClassUid,
        implementationVersion,
        operationsWindow,
        roles,
        extended,
        commonExtended,
        identity,
        identityResponse);
  }

  /// The same with these extended negotiations.
  public UserInformation withExtended(List<ExtendedNegotiation> extended) {
    return new UserInformation(
        pduBytesMax,
        implementationClassUid,
        implementationVersion,
        operationsWindow,
        roles,
        extended,
        commonExtended,
        identity,
        identityResponse);
  }

  /// The same with these relations of SOP classes.
  public UserInformation withCommonExtended(List<CommonExtendedNegotiation> common) {
    return new UserInformation(
        pduBytesMax,
        implementationClassUid,
        implementationVersion,
        operationsWindow,
        roles,
        extended,
        common,
        identity,
        identityResponse);
  }

  /// The same with this identity of the user.
  public UserInformation withIdentity(UserIdentity identity) {
    return new UserInformation(
        pduBytesMax,
        implementationClassUid,
        implementationVersion,
        operationsWindow,
        roles,
        extended,
        commonExtended,
        Optional.of(identity),
        identityResponse);
  }

  /// The same with this answer to the identity of the peer's user.
  public UserInformation withIdentityResponse(Bytes response) {
    return new UserInformation(
        pduBytesMax,
        implementationClassUid,
        implementationVersion,
        operationsWindow,
        roles,
        extended,
        commonExtended,
        identity,
        Optional.of(response));
  }

  /// How many operations may be outstanding, 0 for any number (PS3.7 annex D.3.3.3).
  public record OperationsWindow(int invoked, int performed) {}

  /// Which roles the requestor takes for a SOP class (PS3.7 annex D.3.3.4).
  public record RoleSelection(String sopClassUid, Role scu, Role scp) {}

  /// Whether a role is proposed, or in an answer accepted.
  public enum Role {
    NO,
    YES
  }

  /// Service class application information of a SOP class, as it came (PS3.7 annex D.3.3.5).
  public record ExtendedNegotiation(String sopClassUid, Bytes information) {}

  /// The service class and the general SOP classes a SOP class is related to
  /// (PS3.7 annex D.3.3.6).
  public record CommonExtendedNegotiation(
      String sopClassUid, String serviceClassUid, List<String> relatedGeneralSopClassUids) {

    public CommonExtendedNegotiation {
      relatedGeneralSopClassUids = List.copyOf(relatedGeneralSopClassUids);
    }
  }
}
