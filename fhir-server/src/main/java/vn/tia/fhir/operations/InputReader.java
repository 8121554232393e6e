package vn.tia.fhir.operations;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import vn.tia.fhir.operations.Operation.Reading;

/// Reads what goes into an operation: the parameters of the URL, and the body, which is a
/// Parameters resource or the one resource that the operation is about (R4 section 3.2.0.4).
record InputReader(FhirContext context) {
  private static final Set<String> FORM =
      Set.of("_format", "_pretty", "_summary", "_elements");

  OperationInput read(
      ServletRequestDetails request, Operation operation, List<String> preferences) {
    var text = text(request);
    var parameters = text.isEmpty() ? new Parameters() : body(request, text, operation.reading());
    var own = operation.info().inputs();
    request.getParameters().forEach((name, values) -> {
      // What is the form of an answer elsewhere may be an operation's own: `_elements` of $export.
      if (!FORM.contains(name) || own.contains(name)) {
        for (var value : values) {
          parameters.addParameter().setName(name).setValue(new StringType(value));
        }
      }
    });
    if (!preferences.contains("handling=lenient")) {
      refuseUnknown(parameters, operation.info());
    }
    return new OperationInput(parameters, text);
  }

  private static void refuseUnknown(Parameters parameters, OperationInfo info) {
    var known = info.inputs();
    parameters.getParameter().forEach(one -> {
      if (!known.contains(String.valueOf(one.getName()))) {
        throw new InvalidRequestException("$%s has no parameter of that name; it has %s"
            .formatted(info.name(), known.isEmpty() ? "none" : String.join(", ", known)));
      }
    });
  }

  private static String text(ServletRequestDetails request) {
    var bytes = request.getRequestType() == RequestTypeEnum.POST
        ? request.loadRequestContents() : new byte[0];
    return isForm(request) ? "" : new String(bytes, StandardCharsets.UTF_8).strip();
  }

  private Parameters body(ServletRequestDetails request, String text, Reading reading) {
    var resource = parsed(request, text, reading);
    return resource instanceof Parameters parameters
        ? parameters
        : new Parameters().addParameter(
            new ParametersParameterComponent().setName("resource").setResource(resource));
  }

  private static boolean isForm(ServletRequestDetails request) {
    return Optional.ofNullable(request.getHeader("Content-Type")).orElse("")
        .startsWith("application/x-www-form-urlencoded");
  }

  private Resource parsed(ServletRequestDetails request, String text, Reading reading) {
    var encoding = Optional.ofNullable(
        RestfulServerUtils.determineRequestEncodingNoDefault(request)).orElse(EncodingEnum.JSON);
    var parser = encoding.newParser(context);
    parser.setStripVersionsFromReferences(false);
    parser.setParserErrorHandler(switch (reading) {
      case STRICT -> new StrictErrorHandler();
      case LENIENT -> new LenientErrorHandler(false).disableAllErrors();
    });
    try {
      return (Resource) parser.parseResource(text);
    } catch (DataFormatException e) {
      throw new InvalidRequestException("the body is no R4 resource");
    }
  }
}
