package vn.tia.fhir.operations;

/// An operation, as it is described and as it is answered.
public interface Operation {
  OperationInfo info();

  /// How the body of a call is read.
  default Reading reading() {
    return Reading.STRICT;
  }

  /// What becomes of an element that R4 doesn't define.
  enum Reading {
    /// The call is refused.
    STRICT,
    /// It is left out of the resource; the operation looks at the text.
    LENIENT
  }

  /// Answers a call that the info allows.
  OperationAnswer answer(OperationCall call);
}
