package vn.tia.dicom.net;

/// Performs actions on managed instances by N-ACTION (PS3.7 section 10.1.4), as storage commitment
/// does.
public non-sealed interface ActionService extends DimseService {

  /// Performs or accepts the action, and answers its reply or an empty data set.
  ///
  /// What happens later is told by `reports` while the association lasts, else on another one.
  NResponse act(ActionRequest request, EventReports reports);
}
