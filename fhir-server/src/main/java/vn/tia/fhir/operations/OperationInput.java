package vn.tia.fhir.operations;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;

/// What goes into an operation, whether it came in the URL or as a Parameters resource.
///
/// @param body the text of the request's body, empty text where there is none
public record OperationInput(Parameters parameters, String body) {

  /// What goes in without a body.
  public static OperationInput of(Parameters parameters) {
    return new OperationInput(parameters, "");
  }

  public Stream<ParametersParameterComponent> all(String name) {
    return parameters.getParameter().stream().filter(one -> name.equals(one.getName()));
  }

  /// The values of a primitive parameter as text; a comma in the URL parts no values.
  public List<String> texts(String name) {
    return all(name)
        .filter(one -> one.hasValue() && one.getValue().isPrimitive())
        .map(one -> one.getValue().primitiveValue())
        .filter(text -> !text.isBlank())
        .toList();
  }

  public Optional<String> text(String name) {
    var texts = texts(name);
    if (texts.size() > 1) {
      throw new InvalidRequestException("the parameter %s may be given once".formatted(name));
    }
    return texts.stream().findFirst();
  }

  /// @throws InvalidRequestException (400) if it is missing
  public String required(String name) {
    return text(name).orElseThrow(() ->
        new InvalidRequestException("the parameter %s is needed".formatted(name)));
  }

  public Optional<Boolean> flag(String name) {
    return text(name).map(text -> switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidRequestException(name + " is true or false");
    });
  }

  /// A whole number from 0.
  public OptionalInt number(String name) {
    return text(name).stream().mapToInt(text -> {
      if (!text.matches("\\d{1,9}")) {
        throw new InvalidRequestException(name + " is a whole number from 0");
      }
      return Integer.parseInt(text);
    }).findFirst();
  }

  /// A value of a complex type.
  public <T extends Type> Optional<T> value(String name, Class<T> type) {
    return all(name).map(ParametersParameterComponent::getValue)
        .filter(type::isInstance).map(type::cast).findFirst();
  }

  /// A resource of that type.
  ///
  /// @throws InvalidRequestException (400) if there is another one in its place
  public <T extends Resource> Optional<T> resource(String name, Class<T> type) {
    return all(name).map(ParametersParameterComponent::getResource)
        .filter(Resource.class::isInstance)
        .findFirst()
        .map(found -> {
          if (!type.isInstance(found)) {
            throw new InvalidRequestException("the parameter %s is a %s"
                .formatted(name, type.getSimpleName()));
          }
          return type.cast(found);
        });
  }
}
