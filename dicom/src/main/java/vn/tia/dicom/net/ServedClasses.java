package vn.tia.dicom.net;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.net.pdu.UserInformation.CommonExtendedNegotiation;

/// The services of a server as one request finds them: by a SOP class, or by a general SOP class
/// that the request says it is related to (PS3.7 annex D.3.3.6).
record ServedClasses(List<DimseService> services, List<CommonExtendedNegotiation> related) {

  ServedClasses {
    services = List.copyOf(services);
    related = List.copyOf(related);
  }

  /// The first service of this kind that serves the SOP class.
  <T extends DimseService> Optional<T> find(Class<T> kind, String sopClassUid) {
    return serving(kind, sopClassUid)
        .or(
            () ->
                related.stream()
                    .filter(r -> r.sopClassUid().equals(sopClassUid))
                    .flatMap(r -> r.relatedGeneralSopClassUids().stream())
                    .flatMap(general -> serving(kind, general).stream())
                    .findFirst());
  }

  private <T extends DimseService> Optional<T> serving(Class<T> kind, String sopClassUid) {
    return services.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(service -> service.serves(sopClassUid))
        .findFirst();
  }

  /// The transfer syntaxes in which instances of a class are sent to a requestor that takes them,
  /// none where nobody sends them.
  List<String> sent(String sopClassUid) {
    return services.stream()
        .map(service -> service.sends(sopClassUid))
        .filter(syntaxes -> !syntaxes.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
