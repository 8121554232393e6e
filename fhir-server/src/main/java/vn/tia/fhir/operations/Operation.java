package vn.tia.fhir.operations;

/// An operation, as it is described and as it is answered.
public interface Operation {
  OperationInfo info();

  /// Answers a call that the info allows.
  OperationAnswer answer(OperationCall call);
}
