package vn.tia.mapping.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.BackboneElement;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/// Writes resources of plain elements as the JSON that HAPI's encoder writes, byte for byte: an
/// order writes several, and HAPI looks through each for what they never have.
///
/// What isn't plain (extensions, narrative, contained resources, exponents, ids of elements, a meta
/// with more than version and time) is left to HAPI. Safe for use by many threads.
final class PlainJson {
  /// An element that only HAPI writes; thrown without a trace, since it is no error.
  private static final class NotPlain extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotPlain() {
      super("not plain", null, false, false);
    }
  }

  /// One child of a type, with the names that its values take by their types.
  private record Child(BaseRuntimeChildDefinition definition, boolean isList,
      Map<Class<?>, String> names) {
    Child(BaseRuntimeChildDefinition definition) {
      this(definition, definition.getMax() != 1, new ConcurrentHashMap<>());
    }

    String name(IBase value) {
      return names.computeIfAbsent(value.getClass(), type -> quoted(value));
    }

    private String quoted(IBase value) {
      String name = definition.getChildNameByDatatype(value.getClass());
      if (name == null) {
        throw new NotPlain();
      }
      return "\"" + name + "\":";
    }
  }

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final FhirContext context;
  private final Map<Class<?>, List<Child>> children = new ConcurrentHashMap<>();

  PlainJson(FhirContext context) {
    this.context = context;
  }

  /// The text of a resource, empty where only HAPI can write it.
  Optional<String> encode(Resource resource) {
    if (!isPlain(resource)) {
      return Optional.empty();
    }
    var out = new StringBuilder(1024);
    try {
      out.append("{\"resourceType\":\"").append(resource.fhirType()).append('"');
      text(out, ",\"id\":", resource.getIdElement().getIdPart());
      meta(out, resource);
      out.append(',');
      int before = out.length();
      members(out, resource);
      out.setLength(out.length() == before ? before - 1 : out.length());
      return Optional.of(out.append('}').toString());
    } catch (NotPlain _) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(Resource resource) {
    return resource instanceof DomainResource one && !(resource.getMeta().hasId())
        && !one.hasText() && !one.hasContained() && !one.hasExtension()
        && !one.hasModifierExtension() && Binary.class != resource.getClass();
  }

  private static void meta(StringBuilder out, Resource resource) {
    Meta meta = resource.getMeta();
    if (meta.hasProfile() || meta.hasSecurity() || meta.hasTag() || meta.hasSource()
        || meta.hasExtension()) {
      throw new NotPlain();
    }
    String version = meta.getVersionId();
    if (version == null && resource.getIdElement().hasVersionIdPart()) {
      throw new NotPlain();
    }
    String updated = meta.getLastUpdatedElement().getValueAsString();
    if (version != null || updated != null) {
      out.append(",\"meta\":{");
      text(out, "\"versionId\":", version);
      if (updated != null) {
        text(out, version == null ? "\"lastUpdated\":" : ",\"lastUpdated\":", updated);
      }
      out.append('}');
    }
  }

  /// The members of an object, parted by commas, without its braces.
  private void members(StringBuilder out, IBase element) {
    String comma = "";
    for (Child child : childrenOf(element)) {
      List<IBase> values = child.definition().getAccessor().getValues(element);
      if (values.isEmpty()) {
        continue;
      }
      int before = out.length();
      out.append(comma);
      if (child.isList() ? list(out, child, values) : one(out, child, values.getFirst())) {
        comma = ",";
      } else {
        out.setLength(before);
      }
    }
  }

  private boolean one(StringBuilder out, Child child, @Nullable IBase value) {
    if (value == null) {
      return false;
    }
    out.append(child.name(value));
    return value(out, value);
  }

  private boolean list(StringBuilder out, Child child, List<IBase> values) {
    out.append(child.name(values.getFirst())).append('[');
    boolean isAny = false;
    for (IBase value : values) {
      int before = out.length();
      out.append(isAny ? "," : "");
      if (value(out, value)) {
        isAny = true;
      } else {
        out.setLength(before);
      }
    }
    out.append(']');
    return isAny;
  }

  /// Writes a value; whether it has one.
  private boolean value(StringBuilder out, IBase value) {
    if (!(value instanceof Element element) || element.hasId() || element.hasExtension()
        || value instanceof BackboneElement part && part.hasModifierExtension()
        || value instanceof Reference reference && !isPlain(reference)) {
      throw new NotPlain();
    }
    if (value instanceof PrimitiveType<?> primitive) {
      return primitive(out, primitive);
    }
    out.append('{');
    int before = out.length();
    members(out, value);
    boolean isAny = out.length() > before;
    out.append('}');
    return isAny;
  }

  private static boolean isPlain(Reference reference) {
    String text = reference.getResource() == null ? reference.getReference() : null;
    return reference.getResource() == null && (text == null || !text.startsWith("#"));
  }

  private static boolean primitive(StringBuilder out, PrimitiveType<?> primitive) {
    String text = primitive.getValueAsString();
    if (text == null || text.isEmpty()) {
      return false;
    }
    switch (primitive) {
      case BooleanType _, IntegerType _ -> out.append(text);
      // It keeps the digits that it was said with.
      case DecimalType _ when text.indexOf('e') < 0 && text.indexOf('E') < 0 -> out.append(text);
      case DecimalType _ -> throw new NotPlain();
      default -> text(out, "", text);
    }
    return true;
  }

  private List<Child> childrenOf(IBase element) {
    return children.computeIfAbsent(element.getClass(), type -> {
      var definition = element instanceof Resource resource
          ? context.getResourceDefinition(resource)
          : context.getElementDefinition(element.getClass());
      if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
        throw new NotPlain();
      }
      return composite.getChildrenAndExtension().stream()
          .filter(child -> !isApart(element, child.getElementName()))
          .map(Child::new)
          .toList();
    });
  }

  /// What is written at the beginning of a resource, or not at all in a plain one.
  private static boolean isApart(IBase element, String name) {
    return name.equals("extension") || name.equals("modifierExtension")
        || element instanceof Resource
            && List.of("id", "meta", "text", "contained").contains(name)
        || element instanceof Element && name.equals("id");
  }

  private static void text(StringBuilder out, String name, @Nullable String text) {
    if (text == null) {
      return;
    }
    out.append(name).append('"');
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      switch (letter) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (letter < ' ') {
            out.append("\\u00").append(HEX[letter >> 4]).append(HEX[letter & 15]);
          } else {
            out.append(letter);
          }
        }
      }
    }
    out.append('"');
  }
}
