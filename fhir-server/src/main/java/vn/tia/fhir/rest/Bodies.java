package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.fhir.rest.RestCall.Body;
import vn.tia.mapping.fhir.FhirJson;

/// Reads the resource of a request's body, and takes nothing that R4 doesn't define: an element
/// that is ignored today would be lost for good.
record Bodies(FhirContext context) {

  /// The resource of a body, of the type that the URL names.
  Resource read(Body body, String type) {
    var resource = read(body);
    if (!resource.fhirType().equals(type)) {
      throw new InvalidRequestException("the body is a %s, the URL says %s"
          .formatted(resource.fhirType(), type));
    }
    return resource;
  }

  /// The resource of a body, of whatever type.
  Resource read(Body body) {
    return switch (body) {
      case Body.None() -> throw new InvalidRequestException("the request has no body");
      case Body.Parsed(var resource) -> resource;
      case Body.Bytes(var bytes, var mediaType) -> RequestBody.isFhir(mediaType)
          ? parsed(bytes, mediaType)
          : new Binary().setContentType(mediaType).setData(bytes);
    };
  }

  private Resource parsed(byte[] bytes, String mediaType) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      throw new InvalidRequestException("the request has no body");
    }
    var plain = RequestBody.isXml(mediaType) ? Optional.<Resource>empty() : FhirJson.plain(text);
    if (plain.isPresent()) {
      return plain.get();
    }
    try {
      return (Resource) parser(mediaType).parseResource(text);
    } catch (DataFormatException e) {
      throw new InvalidRequestException("the body is no R4 resource: " + discreet(e.getMessage()));
    }
  }

  private IParser parser(String mediaType) {
    var parser = RequestBody.isXml(mediaType) ? context.newXmlParser() : context.newJsonParser();
    parser.setStripVersionsFromReferences(false);
    parser.setParserErrorHandler(new StrictErrorHandler());
    return parser;
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
