package vn.tia.mapping.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of resources of plain elements into HAPI's model as HAPI's parser does, token by
/// token: that parser makes a tree of the whole first, and asks at each element what it may be.
///
/// What isn't plain (extensions, narrative, contained resources, ids of elements, full URLs of a
/// Bundle, whatever is unknown or wrong) is left to HAPI, and so is what it says of that. Safe for
/// use by many threads.
final class PlainReading {
  private static final JsonFactory JSON = new JsonFactory();

  /// What only HAPI reads; thrown without a trace, since it is no error.
  private static final class NotPlain extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotPlain() {
      super("not plain", null, false, false);
    }
  }

  private enum Kind { TEXT, BOOLEAN, INTEGER, DECIMAL, OBJECT, RESOURCE }

  /// What may stand under a name.
  ///
  /// @param constructor empty for a resource, which says itself what it is
  /// @param argument of the constructor, for codes of a known set
  private record Member(BaseRuntimeChildDefinition child, Kind kind, boolean isList,
      Optional<Constructor<?>> constructor, @Nullable Object argument) {
    IBase make() {
      var one = constructor.orElseThrow();
      try {
        return (IBase) (argument == null ? one.newInstance() : one.newInstance(argument));
      } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("an element of HAPI's model could not be made", e);
      }
    }
  }

  private final FhirContext context;
  private final Map<Class<?>, Map<String, Member>> members = new ConcurrentHashMap<>();

  PlainReading(FhirContext context) {
    this.context = context;
  }

  /// The resource, empty where only HAPI can read it or say what is wrong.
  Optional<Resource> decode(String json) {
    try (var in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      var resource = resource(in);
      return in.nextToken() == null ? Optional.of(resource) : Optional.empty();
    } catch (NotPlain | IOException | DataFormatException | FHIRException
        | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Reads a resource whose object has begun.
  private Resource resource(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.FIELD_NAME || !in.currentName().equals("resourceType")
        || in.nextToken() != JsonToken.VALUE_STRING) {
      throw new NotPlain();
    }
    var type = in.getText();
    var resource = (Resource) context.getResourceDefinition(type).newInstance();
    members(in, resource);
    var id = resource.getIdElement().getIdPart();
    if (id != null) {
      var version = resource.getMeta().getVersionId();
      resource.getIdElement().setValue(
          type + "/" + id + (version == null ? "" : "/_history/" + version));
    }
    return resource;
  }

  /// Reads the members of an object that has begun, to its end.
  private void members(JsonParser in, IBase element) throws IOException {
    if (in.nextToken() == JsonToken.END_OBJECT) {
      throw new NotPlain();
    }
    var known = members.computeIfAbsent(element.getClass(), _ -> new ConcurrentHashMap<>());
    while (in.currentToken() == JsonToken.FIELD_NAME) {
      var name = in.currentName();
      var member = known.get(name);
      if (member == null) {
        member = member(element, name);
        known.put(name, member);
      }
      in.nextToken();
      if (member.isList()) {
        list(in, element, member);
      } else {
        member.child().getMutator().setValue(element, value(in, member));
      }
      in.nextToken();
    }
    if (in.currentToken() != JsonToken.END_OBJECT) {
      throw new NotPlain();
    }
  }

  private void list(JsonParser in, IBase element, Member member) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY || in.nextToken() == JsonToken.END_ARRAY
        || !member.child().getAccessor().getValues(element).isEmpty()) {
      throw new NotPlain();
    }
    while (in.currentToken() != JsonToken.END_ARRAY) {
      member.child().getMutator().addValue(element, value(in, member));
      in.nextToken();
    }
  }

  private IBase value(JsonParser in, Member member) throws IOException {
    if (member.kind() == Kind.OBJECT || member.kind() == Kind.RESOURCE) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw new NotPlain();
      }
      if (member.kind() == Kind.RESOURCE) {
        return resource(in);
      }
      var element = member.make();
      members(in, element);
      return element;
    }
    var text = in.getText();
    // HAPI writes out what has an exponent.
    if (!isOf(member.kind(), in.currentToken()) || text.isEmpty()
        || member.kind() == Kind.DECIMAL && text.toLowerCase(Locale.ROOT).contains("e")) {
      throw new NotPlain();
    }
    var primitive = (PrimitiveType<?>) member.make();
    primitive.setValueAsString(text);
    return primitive;
  }

  private static boolean isOf(Kind kind, JsonToken token) {
    return switch (kind) {
      case TEXT -> token == JsonToken.VALUE_STRING;
      case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
      case INTEGER -> token == JsonToken.VALUE_NUMBER_INT;
      case DECIMAL -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
      case OBJECT, RESOURCE -> false;
    };
  }

  private Member member(IBase element, String name) {
    var definition = element instanceof Resource resource
        ? context.getResourceDefinition(resource)
        : context.getElementDefinition(element.getClass());
    if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)
        || isApart(element, name)) {
      throw new NotPlain();
    }
    var child = composite.getChildByName(name);
    var type = child == null ? null : child.getChildByName(name);
    if (child == null || type == null) {
      throw new NotPlain();
    }
    var kind = kind(element, type);
    var argument = child.getInstanceConstructorArguments();
    return new Member(child, kind, child.getMax() != 1, kind == Kind.RESOURCE
        ? Optional.empty() : Optional.of(constructor(type, argument)), argument);
  }

  private static boolean isApart(IBase element, String name) {
    return switch (name) {
      case "extension", "modifierExtension", "contained", "text", "fullUrl" ->
          element instanceof Resource || !name.equals("text");
      case "id" -> element instanceof Element;
      default -> false;
    };
  }

  private static Kind kind(IBase element, BaseRuntimeElementDefinition<?> type) {
    var made = type.getImplementingClass();
    return switch (type.getChildType()) {
      case PRIMITIVE_DATATYPE, ID_DATATYPE -> BooleanType.class == made ? Kind.BOOLEAN
          : IntegerType.class.isAssignableFrom(made) ? Kind.INTEGER
          : DecimalType.class == made ? Kind.DECIMAL : Kind.TEXT;
      case COMPOSITE_DATATYPE, RESOURCE_BLOCK -> Kind.OBJECT;
      case RESOURCE -> {
        if (!(element instanceof BundleEntryComponent)) {
          throw new NotPlain();
        }
        yield Kind.RESOURCE;
      }
      case CONTAINED_RESOURCE_LIST, CONTAINED_RESOURCES, EXTENSION_DECLARED, PRIMITIVE_XHTML,
          PRIMITIVE_XHTML_HL7ORG, UNDECL_EXT -> throw new NotPlain();
    };
  }

  private static Constructor<?> constructor(
      BaseRuntimeElementDefinition<?> type, @Nullable Object argument) {
    return Stream.of(type.getImplementingClass().getConstructors())
        .filter(one -> argument == null ? one.getParameterCount() == 0
            : one.getParameterCount() == 1 && one.getParameterTypes()[0].isInstance(argument))
        .findFirst().orElseThrow(NotPlain::new);
  }
}
