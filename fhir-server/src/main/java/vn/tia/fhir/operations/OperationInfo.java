package vn.tia.fhir.operations;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import java.util.List;
import java.util.Set;

/// What an operation is: its OperationDefinition in few words.
///
/// @param name without the `$`
/// @param base the canonical of the definition that it follows; empty for our own
/// @param types the resource types that it is for; empty for all types
public record OperationInfo(
    String name,
    String base,
    String about,
    Effect effect,
    Set<Level> levels,
    Set<String> types,
    List<Parameter> parameters) {

  private static final String R4 = "http://hl7.org/fhir/OperationDefinition/";

  public OperationInfo {
    levels = Set.copyOf(levels);
    types = Set.copyOf(types);
    parameters = List.copyOf(parameters);
  }

  /// Where an operation is called (R4 section 3.2.0.1).
  public enum Level { SYSTEM, TYPE, INSTANCE }

  /// What an operation does, and so by which methods it is called: what changes the server's
  /// resources can't be called by GET.
  public enum Effect {
    READS(RequestTypeEnum.GET, RequestTypeEnum.POST),
    WRITES(RequestTypeEnum.POST),
    /// Shows something that goes on, and ends it by DELETE.
    SHOWS_AND_ENDS(RequestTypeEnum.GET, RequestTypeEnum.DELETE);

    private final List<RequestTypeEnum> methods;

    Effect(RequestTypeEnum... methods) {
      this.methods = List.of(methods);
    }

    public List<RequestTypeEnum> methods() {
      return methods;
    }
  }

  /// Whether a parameter goes in or comes out.
  public enum Use { IN, OUT }

  /// A parameter, with its type as R4 names it; `max` is a number or `*`.
  public record Parameter(Use use, String name, int min, String max, String type, String about) {}

  /// An optional parameter that goes in once.
  public static Parameter in(String name, String type, String about) {
    return new Parameter(Use.IN, name, 0, "1", type, about);
  }

  /// An optional parameter that goes in any number of times.
  public static Parameter many(String name, String type, String about) {
    return new Parameter(Use.IN, name, 0, "*", type, about);
  }

  /// A parameter that must go in.
  public static Parameter needed(String name, String type, String about) {
    return new Parameter(Use.IN, name, 1, "1", type, about);
  }

  /// A parameter that may come out.
  public static Parameter out(String name, String type, String about) {
    return new Parameter(Use.OUT, name, 0, "1", type, about);
  }

  /// The canonical of a definition of R4 itself.
  public static String r4(String id) {
    return R4 + id;
  }

  /// The id of its OperationDefinition here: types and name.
  public String id() {
    return types.size() == 1 ? types.iterator().next() + "-" + name : "Tia-" + name;
  }

  /// The canonical URL of its OperationDefinition here.
  public String canonical() {
    return "urn:tia:operation:" + id();
  }

  boolean isFor(String type) {
    return types.isEmpty() || types.contains(type);
  }

  List<String> inputs() {
    return parameters.stream().filter(one -> one.use() == Use.IN).map(Parameter::name).toList();
  }
}
