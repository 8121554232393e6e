package vn.tia.fhir.operations.terms;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.terminology.Terminology;
import vn.tia.fhir.terminology.TermsException;
import vn.tia.fhir.terminology.TermsLimits;
import vn.tia.records.resources.Resources;

/// The terminology operations, together.
public final class TermsOperations {
  private TermsOperations() {}

  public static List<Operation> of(Terminology terminology, Resources resources,
      TermsLimits limits) {
    var named = new NamedTerms(terminology, resources);
    return List.<Operation>of(
            new ExpandOperation(terminology, named),
            new ValidateValueSetCode(terminology, named),
            new ValidateCodeSystemCode(terminology, named),
            new LookupOperation(terminology),
            new SubsumesOperation(terminology, named),
            new TranslateOperation(terminology, named, limits)).stream()
        .<Operation>map(Refusing::new)
        .toList();
  }

  /// Answers what can't be answered in the words of HTTP.
  private record Refusing(Operation operation) implements Operation {
    @Override
    public OperationInfo info() {
      return operation.info();
    }

    @Override
    public OperationAnswer answer(OperationCall call) {
      try {
        return operation.answer(call);
      } catch (TermsException e) {
        throw refusal(e);
      }
    }

    private static BaseServerResponseException refusal(TermsException e) {
      return switch (e.kind()) {
        case NOT_FOUND -> new ResourceNotFoundException(e.getMessage());
        case INVALID -> new InvalidRequestException(e.getMessage());
        case NOT_SUPPORTED, TOO_COSTLY -> new UnprocessableEntityException(e.getMessage());
      };
    }
  }
}
