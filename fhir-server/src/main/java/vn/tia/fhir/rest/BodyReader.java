package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/// Reads the resource of a request's body, and takes nothing that R4 doesn't define: an element
/// that is ignored today would be lost for good.
record BodyReader(FhirContext context) {

  /// The resource, of the type that the URL names.
  Resource read(RequestDetails request) {
    var encoding = Optional.ofNullable(
        RestfulServerUtils.determineRequestEncodingNoDefault(request)).orElse(EncodingEnum.JSON);
    var parser = encoding.newParser(context);
    parser.setParserErrorHandler(new StrictErrorHandler());
    try {
      var body = new String(request.loadRequestContents(), StandardCharsets.UTF_8);
      if (body.isBlank()) {
        throw new InvalidRequestException("the request has no body");
      }
      var resource = (Resource) parser.parseResource(body);
      if (!resource.fhirType().equals(request.getResourceName())) {
        throw new InvalidRequestException("the body is a %s, the URL says %s"
            .formatted(resource.fhirType(), request.getResourceName()));
      }
      return resource;
    } catch (DataFormatException e) {
      throw new InvalidRequestException("the body is no R4 resource: " + discreet(e.getMessage()));
    }
  }

  // HAPI's sentences name the element, and quote what stands in it.
  private static String discreet(String message) {
    return String.valueOf(message)
        .replaceAll("^HAPI-\\d+: ", "")
        .replaceAll("\\[element=\"([A-Za-z.]+)\"]", "at $1,")
        .replaceAll("\"[^\"]*\"|'[^']*'", "…")
        .replaceAll("(?i)(invalid attribute value|invalid date/time format).*", "$1");
  }
}
