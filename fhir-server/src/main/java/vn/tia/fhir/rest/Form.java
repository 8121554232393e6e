package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.mapping.fhir.FhirJson;

/// The form in which a client wants its answer: JSON or XML, whole or in part (R4 sections
/// 3.1.0.1.9 to 3.1.0.1.11 and 3.1.1.5.7, 3.1.1.5.8).
///
/// @param elements those of `_elements`, empty for all
record Form(Encoding encoding, String mediaType, Summary summary, Set<String> elements,
    boolean isPretty) {

  enum Encoding { JSON, XML }

  /// What of a resource is sent.
  enum Summary { NONE, SUMMARY, TEXT, DATA }

  /// The form by `_format` or else Accept, empty where the client takes none of ours (406).
  static Optional<Form> of(Map<String, List<String>> query, List<String> accept) {
    var format = one(query, "_format");
    var type = format.isPresent()
        ? format.flatMap(Form::known)
        : accepted(accept);
    return type.map(mediaType -> new Form(
        mediaType.contains("xml") ? Encoding.XML : Encoding.JSON,
        mediaType, summary(query), elements(query),
        one(query, "_pretty").filter("true"::equals).isPresent()));
  }

  /// The media type of a name for a form, empty for one that is not ours. A plus sign that wasn't
  /// escaped in the URL arrives as a blank.
  private static Optional<String> known(String name) {
    return switch (name.split(";")[0].strip().toLowerCase(Locale.ROOT).replace(' ', '+')) {
      case "json", "application/json", "text/json", "application/fhir+json",
          "application/json+fhir", "html", "text/html" -> Optional.of("application/fhir+json");
      case "xml", "application/xml", "text/xml", "application/fhir+xml",
          "application/xml+fhir" -> Optional.of("application/fhir+xml");
      default -> Optional.empty();
    };
  }

  private static Optional<String> accepted(List<String> accept) {
    var ranges = accept.stream().flatMap(header -> Stream.of(header.split(",")))
        .map(String::strip).filter(range -> !range.isEmpty())
        .sorted((one, other) -> Double.compare(weight(other), weight(one)))
        .map(range -> range.split(";")[0].strip().toLowerCase(Locale.ROOT))
        .toList();
    if (ranges.isEmpty()) {
      return Optional.of("application/fhir+json");
    }
    return ranges.stream()
        .flatMap(range -> range.equals("*/*") || range.equals("application/*")
            ? Stream.of("application/fhir+json") : known(range).stream())
        .findFirst();
  }

  private static double weight(String range) {
    return Stream.of(range.split(";")).map(String::strip)
        .filter(part -> part.matches("q=[01](\\.\\d{0,3})?"))
        .map(part -> Double.parseDouble(part.substring(2))).findFirst().orElse(1.0);
  }

  private static Summary summary(Map<String, List<String>> query) {
    return switch (one(query, "_summary").orElse("false")) {
      case "true" -> Summary.SUMMARY;
      case "text" -> Summary.TEXT;
      case "data" -> Summary.DATA;
      case "false", "count" -> Summary.NONE;
      default -> throw new InvalidRequestException(
          "_summary is true, text, data, count or false");
    };
  }

  private static Set<String> elements(Map<String, List<String>> query) {
    var elements = new HashSet<String>();
    query.getOrDefault("_elements", List.of()).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip).filter(name -> !name.isEmpty())
        .forEach(name -> elements.add(
            Character.isUpperCase(name.charAt(0)) ? name : "*." + name));
    return elements;
  }

  private static Optional<String> one(Map<String, List<String>> query, String name) {
    return Optional.ofNullable(query.get(name)).map(List::getFirst)
        .filter(value -> !value.isEmpty());
  }

  /// Whether a text as it is stored is what the client wants.
  boolean isPlain() {
    return encoding == Encoding.JSON && summary == Summary.NONE && elements.isEmpty() && !isPretty;
  }

  /// A text in this form.
  String of(String json, FhirContext context) {
    if (isPlain()) {
      return json;
    }
    return encoded(FhirJson.decode(json), context);
  }

  private String encoded(Resource resource, FhirContext context) {
    IParser parser = encoding == Encoding.XML ? context.newXmlParser() : context.newJsonParser();
    parser.setPrettyPrint(isPretty);
    parser.setStripVersionsFromReferences(false);
    switch (summary) {
      case SUMMARY -> parser.setSummaryMode(true);
      case TEXT -> parser.setEncodeElements(
          Set.of("*.text", "*.id", "*.meta", "*.(mandatory)"));
      case DATA -> parser.setSuppressNarratives(true);
      case NONE -> {
        if (!elements.isEmpty()) {
          parser.setEncodeElements(elements);
        }
      }
    }
    // A Bundle is the frame around what is asked for, not a part of it.
    if (resource instanceof Bundle
        && elements.stream().noneMatch(name -> name.startsWith("Bundle."))) {
      parser.setEncodeElementsAppliesToChildResourcesOnly(true);
    }
    return parser.encodeResourceToString(resource);
  }
}
