package vn.tia.mapping.hl7;

/// A message that can't be read or applied, with what to tell its sender.
public final class FaultException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Fault fault;

  public FaultException(Fault fault) {
    super(fault.text());
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
