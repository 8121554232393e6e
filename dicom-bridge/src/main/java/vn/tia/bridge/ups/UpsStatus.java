package vn.tia.bridge.ups;

/// How a request about a step ended: the statuses of PS3.4 annex CC and those of PS3.7 that its
/// services use.
public enum UpsStatus {
  SUCCESS(0x0000, "done"),
  CREATED_WITH_CHANGES(0xB300, "The Workitem was created with modifications."),
  ALREADY_CANCELED(0xB304, "The UPS is already in the requested state of CANCELED."),
  ALREADY_COMPLETED(0xB306, "The UPS is already in the requested state of COMPLETED."),
  INVALID_VALUE(0x0106, "an attribute has a value that it can't have here"),
  DUPLICATE(0x0111, "there is a step with this UID already"),
  INVALID_UID(0x0117, "the UID of the step is no UID"),
  MISSING(0x0120, "an attribute is missing"),
  MISSING_VALUE(0x0121, "an attribute has no value"),
  NO_LONGER_CHANGEABLE(0xC300, "The UPS may no longer be updated"),
  TRANSACTION_MISSING(0xC301, "The Transaction UID is missing."),
  TRANSACTION_WRONG(0xC301, "The Transaction UID is incorrect."),
  ALREADY_IN_PROGRESS(0xC302, "The UPS is already IN PROGRESS"),
  SCHEDULED_BY_CREATION_ONLY(0xC303, "The UPS may only become SCHEDULED via N-CREATE"),
  FINAL_STATE_NOT_MET(0xC304, "The UPS has not met final state requirements"),
  NO_SUCH_STEP(0xC307, "there is no such UPS"),
  UNKNOWN_RECEIVER(0xC308, "Receiving AE-TITLE is Unknown to this SCP"),
  NOT_SCHEDULED(0xC309, "The provided value of UPS State was not SCHEDULED"),
  NOT_IN_PROGRESS(0xC310, "The UPS is not yet in the IN PROGRESS state"),
  TOO_LATE_TO_CANCEL(0xC311, "The UPS is already COMPLETED"),
  PERFORMER_UNREACHABLE(0xC312, "The performer cannot be contacted"),
  NOT_APPROPRIATE(0xC314, "Specified action not appropriate for specified instance");

  private final int code;
  private final String meaning;

  UpsStatus(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /// What it says, in the words of the standard where it has some.
  public String meaning() {
    return meaning;
  }

  /// Whether what was asked was done, perhaps with a warning.
  public boolean isDone() {
    return code == 0 || code >> 8 == 0xB3;
  }
}
