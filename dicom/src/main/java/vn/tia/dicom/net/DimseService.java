package vn.tia.dicom.net;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;

/// A DIMSE service offered to the peers of an [AssociationServer], or by an [Association] to the
/// peer that it called. C-ECHO is built in.
///
/// One object may offer several services, as MPPS does with N-CREATE and N-SET. The same object
/// serves all associations at once, so it keeps no state of a request.
public sealed interface DimseService
    permits StoreService,
        FindService,
        MoveService,
        GetService,
        CreateService,
        SetService,
        NGetService,
        DeleteService,
        ActionService,
        EventReportService {

  /// Explicit and Implicit VR Little Endian, which every service but storage can live with.
  List<String> UNCOMPRESSED = List.of("1.2.840.10008.1.2.1", "1.2.840.10008.1.2");

  /// Says whether presentation contexts of this abstract syntax are accepted.
  boolean serves(String sopClassUid);

  /// The transfer syntaxes accepted, most wanted first.
  default List<String> transferSyntaxes() {
    return UNCOMPRESSED;
  }

  /// The transfer syntaxes, most wanted first, in which instances of this class are sent to
  /// requestors that take the SCP role for it, as C-GET does, or in which the events of such
  /// requestors are heard; none where nothing of that is done.
  default List<String> sends(String sopClassUid) {
    return List.of();
  }

  /// Answers what a requestor proposes for a SOP class of this service in an extended negotiation
  /// (PS3.7 annex D.3.3.5); empty for what the class does without one.
  default Optional<Bytes> negotiate(String sopClassUid, Bytes proposed) {
    return Optional.empty();
  }
}
