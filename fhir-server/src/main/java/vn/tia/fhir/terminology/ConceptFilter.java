package vn.tia.fhir.terminology;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetFilterComponent;
import vn.tia.fhir.terminology.TermsException.Kind;

/// Which concepts of a code system a filter of a value set takes (R4 section 4.9.5).
final class ConceptFilter {
  private ConceptFilter() {}

  static Predicate<Concept> of(ConceptSetFilterComponent filter, CodeTable table) {
    var value = String.valueOf(filter.getValue());
    if (filter.getOp() == null) {
      throw new TermsException(Kind.INVALID, "a filter of the value set has no op");
    }
    return switch (filter.getOp()) {
      case ISA -> within(table.below(value), value);
      case DESCENDENTOF -> within(table.below(value));
      case ISNOTA -> within(table.below(value), value).negate();
      case GENERALIZES -> within(table.above(value), value);
      case EQUAL -> values(filter, table, value::equals);
      case IN -> values(filter, table, List.of(value.split(","))::contains);
      case NOTIN -> values(filter, table, List.of(value.split(","))::contains).negate();
      case REGEX -> values(filter, table, pattern(value).asMatchPredicate());
      case EXISTS -> value.equals("true")
          ? values(filter, table, _ -> true)
          : values(filter, table, _ -> true).negate();
      case NULL -> throw new TermsException(Kind.NOT_SUPPORTED, "a filter has an op that R4 lacks");
    };
  }

  private static Predicate<Concept> within(Set<String> codes, String... more) {
    var all = new HashSet<>(codes);
    all.addAll(List.of(more));
    return concept -> all.contains(concept.key().code());
  }

  private static Predicate<Concept> values(ConceptSetFilterComponent filter, CodeTable table,
      Predicate<String> matches) {
    if (Set.of("concept", "code").contains(String.valueOf(filter.getProperty()))) {
      return concept -> matches.test(concept.key().code());
    }
    if ("display".equals(filter.getProperty())) {
      return concept -> concept.display().filter(matches).isPresent();
    }
    return concept -> table.definition(concept.key().code()).stream()
        .flatMap(found -> found.getProperty().stream())
        .filter(property -> filter.getProperty().equals(property.getCode()))
        .filter(property -> property.hasValue())
        .anyMatch(property -> matches.test(PropertyText.of(property.getValue())));
  }

  private static Pattern pattern(String regex) {
    // A pattern comes from whoever wrote the value set: a short one can't take for ever.
    if (regex.length() > 200 || regex.matches(".*[+*}]\\)[+*{].*")) {
      throw new TermsException(Kind.NOT_SUPPORTED,
          "a regex of a value set has 200 characters at most, and no repeated repetition");
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new TermsException(Kind.INVALID, "a regex of the value set is none");
    }
  }
}
