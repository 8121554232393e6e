package vn.tia.dicom.net;

import java.util.List;

/// Hears of events by N-EVENT-REPORT (PS3.7 section 10.1.1): on an association of its own, whose
/// requestor then takes the provider's role, or on the one that asked for an action.
public non-sealed interface EventReportService extends DimseService {

  /// Takes note of an event, and answers its reply or an empty data set.
  NResponse report(AssociationInfo association, EventReport report);

  @Override
  default List<String> sends(String sopClassUid) {
    return serves(sopClassUid) ? transferSyntaxes() : List.of();
  }
}
