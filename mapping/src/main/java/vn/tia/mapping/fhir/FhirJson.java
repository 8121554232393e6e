package vn.tia.mapping.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.PerformanceOptionsEnum;
import ca.uhn.fhir.parser.IParser;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/// The JSON text of FHIR R4 resources (FHIR R4 section 2.6.2), by HAPI's codec.
///
/// The context is made once per process, on first use: it takes about a second.
public final class FhirJson {
  private FhirJson() {}

  /// The one R4 context of the process; scanning is deferred, so only used types are read.
  public static FhirContext context() {
    return Context.R4;
  }

  /// Writes a resource as compact JSON, with its id and meta as they are.
  public static String encode(Resource resource) {
    return Context.PLAIN.encode(resource).orElseGet(() -> encodeByHapi(resource));
  }

  static String encodeByHapi(Resource resource) {
    return parser().encodeResourceToString(resource);
  }

  /// Reads a resource of any type.
  ///
  /// @throws ca.uhn.fhir.parser.DataFormatException if the text is not a resource in JSON
  public static Resource decode(String json) {
    return plain(json).orElseGet(() -> decodeByHapi(json));
  }

  static Resource decodeByHapi(String json) {
    return (Resource) parser().parseResource(json);
  }

  /// Reads a resource of nothing but elements that are known and right, as most are; empty where
  /// HAPI has to look at it, or to say what is wrong.
  public static Optional<Resource> plain(String json) {
    return Context.READING.decode(json);
  }

  /// Reads a resource of a known type.
  ///
  /// @throws ca.uhn.fhir.parser.DataFormatException if the text is not such a resource
  public static <T extends Resource> T decode(String json, Class<T> type) {
    return plain(json).filter(type::isInstance).map(type::cast)
        .orElseGet(() -> parser().parseResource(type, json));
  }

  // A parser is not thread-safe and cheap to make. Versioned references are data: kept as given.
  private static IParser parser() {
    return context().newJsonParser().setStripVersionsFromReferences(false);
  }

  private static final class Context {
    static final FhirContext R4 = make();
    static final PlainJson PLAIN = new PlainJson(R4);
    static final PlainReading READING = new PlainReading(R4);

    private static FhirContext make() {
      var context = FhirContext.forR4();
      context.setPerformanceOptions(PerformanceOptionsEnum.DEFERRED_MODEL_SCANNING);
      context.setValidationSupport(new TypeNames(context));
      return context;
    }
  }
}
