package vn.tia.fhir.search.extract;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;
import vn.tia.fhir.search.IndexValue;

/// Reads elements as index values, each search parameter type in its way (R4 search,
/// section 3.1.1.4.2). Elements that a type can't read give nothing.
final class Values {
  private static final String SPECIAL =
      "http://terminology.hl7.org/CodeSystem/special-values";

  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]+");

  private final ZoneId zone;

  Values(ZoneId zone) {
    this.zone = zone;
  }

  Stream<IndexValue> of(Parameter.Kind kind, IBase element) {
    return switch (kind) {
      case TOKEN -> token(element);
      case STRING -> string(element);
      case DATE -> date(element);
      case REFERENCE -> reference(element);
      case QUANTITY, NUMBER -> amount(element);
      case URI -> uri(element);
      case COMPOSITE -> Stream.of();
    };
  }

  /// The texts that go with the codes of a token (`:text`).
  static Stream<IndexValue> texts(IBase element) {
    return switch (element) {
      case CodeableConcept concept -> Stream.concat(words(concept.getText()),
          concept.getCoding().stream().flatMap(coding -> words(coding.getDisplay())));
      case Coding coding -> words(coding.getDisplay());
      case Identifier identifier -> words(identifier.getType().getText());
      default -> Stream.of();
    };
  }

  private static Stream<IndexValue> words(@Nullable String text) {
    return Stream.ofNullable(text).map(IndexValue.Words::new);
  }

  /// An identifier under each of its types (`:of-type`).
  static Stream<IndexValue> typed(IBase element) {
    return element instanceof Identifier identifier && identifier.hasValue()
        ? identifier.getType().getCoding().stream().filter(Coding::hasCode)
            .map(type -> new IndexValue.Code(typeName(
                Objects.requireNonNullElse(type.getSystem(), ""), type.getCode()),
                identifier.getValue()))
        : Stream.of();
  }

  /// The name of an identifier's type.
  static String typeName(String system, String code) {
    return system + "|" + code;
  }

  private static Stream<IndexValue> token(IBase element) {
    return switch (element) {
      case CodeableConcept concept -> concept.getCoding().stream().flatMap(Values::token);
      case Coding coding -> code(coding.getSystem(), coding.getCode());
      case Identifier identifier -> code(identifier.getSystem(), identifier.getValue());
      case ContactPoint contact -> code("", contact.getValue());
      case BooleanType bool -> code(SPECIAL, bool.getValueAsString());
      case Enumeration<?> enumeration ->
          code(enumeration.getSystem(), enumeration.getValueAsString());
      case PrimitiveType<?> primitive -> code("", primitive.getValueAsString());
      default -> Stream.of();
    };
  }

  private static Stream<IndexValue> code(@Nullable String system, @Nullable String code) {
    return Stream.ofNullable(code)
        .map(one -> new IndexValue.Code(Objects.requireNonNullElse(system, ""), one));
  }

  private static Stream<IndexValue> string(IBase element) {
    return switch (element) {
      case HumanName name -> words(Stream.of(name.getPrefix().stream(),
          Stream.of(name.getFamilyElement()), name.getGiven().stream(),
          name.getSuffix().stream(), Stream.of(name.getTextElement())).flatMap(parts -> parts));
      case Address address -> words(Stream.of(address.getLine().stream(),
          Stream.of(address.getDistrictElement(), address.getCityElement(),
              address.getStateElement(), address.getCountryElement(),
              address.getPostalCodeElement(), address.getTextElement())).flatMap(parts -> parts));
      case CodeableConcept concept -> text(concept.getText());
      case PrimitiveType<?> primitive -> text(primitive.getValueAsString());
      default -> Stream.of();
    };
  }

  private static Stream<IndexValue> words(Stream<? extends PrimitiveType<?>> elements) {
    var parts = elements.map(PrimitiveType::getValueAsString).filter(Objects::nonNull).toList();
    if (parts.isEmpty()) {
      return Stream.of();
    }
    return Stream.concat(
        parts.stream().distinct().map(IndexValue.Text::new),
        Stream.of(new IndexValue.Words(parts.stream().collect(Collectors.joining(" ")))));
  }

  private static Stream<IndexValue> text(@Nullable String text) {
    return Stream.ofNullable(text).map(IndexValue.Text::new);
  }

  private Stream<IndexValue> date(IBase element) {
    return switch (element) {
      case BaseDateTimeType date -> period(date).stream().map(IndexValue.class::cast);
      case Period period -> period(period).stream();
      case Timing timing -> Stream.concat(
          timing.getEvent().stream().flatMap(this::date),
          timing.getRepeat().hasBoundsPeriod()
              ? date(timing.getRepeat().getBoundsPeriod()) : Stream.of());
      default -> Stream.of();
    };
  }

  private Optional<IndexValue.Period> period(BaseDateTimeType date) {
    return Optional.ofNullable(date.getValueAsString())
        .flatMap(text -> PartialDate.period(text, zone));
  }

  private Optional<IndexValue> period(Period period) {
    if (!period.hasStart() && !period.hasEnd()) {
      return Optional.empty();
    }
    // A missing end is open (R4 search, section 3.1.1.4.6).
    var from = period(period.getStartElement()).map(IndexValue.Period::from);
    var to = period(period.getEndElement()).map(IndexValue.Period::to);
    return Optional.of(new IndexValue.Period(from.orElse(Instant.MIN), to.orElse(Instant.MAX)));
  }

  private static Stream<IndexValue> reference(IBase element) {
    return switch (element) {
      case Reference reference -> Stream.concat(
          link(reference.getReference()), linkIdentifier(reference.getIdentifier()));
      case UriType uri -> Stream.concat(uri(uri),
          link(uri.getValue()).filter(IndexValue.Link.class::isInstance));
      default -> Stream.of();
    };
  }

  private static Stream<IndexValue> linkIdentifier(Identifier identifier) {
    return Stream.ofNullable(identifier.getValue()).map(value -> new IndexValue.LinkIdentifier(
        Objects.requireNonNullElse(identifier.getSystem(), ""), value));
  }

  // Contained resources (`#id`) have no place of their own to be found at.
  private static Stream<IndexValue> link(@Nullable String reference) {
    if (reference == null || reference.startsWith("#")) {
      return Stream.of();
    }
    var parts = List.of(reference.split("/"));
    var isLocal = parts.size() >= 2 && TYPE.matcher(parts.getFirst()).matches()
        && (parts.size() == 2 || (parts.size() == 4 && parts.get(2).equals("_history")));
    return Stream.of(isLocal
        ? new IndexValue.Link(parts.get(0), parts.get(1))
        : new IndexValue.Uri(reference));
  }

  private static Stream<IndexValue> amount(IBase element) {
    return Amounts.of(element).stream();
  }

  // A canonical with a version is also found without it.
  private static Stream<IndexValue> uri(IBase element) {
    if (!(element instanceof UriType uri) || uri.getValue() == null) {
      return Stream.of();
    }
    var bar = uri.getValue().indexOf('|');
    return bar < 0 || !(uri instanceof CanonicalType)
        ? Stream.of(new IndexValue.Uri(uri.getValue()))
        : Stream.of(new IndexValue.Uri(uri.getValue()),
            new IndexValue.Uri(uri.getValue().substring(0, bar)));
  }
}
