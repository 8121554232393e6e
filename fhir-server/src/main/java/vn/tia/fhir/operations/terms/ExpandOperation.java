package vn.tia.fhir.operations.terms;

import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionDesignationComponent;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceDesignationComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionComponent;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.terminology.Concept;
import vn.tia.fhir.terminology.Concept.Trait;
import vn.tia.fhir.terminology.Terminology;
import vn.tia.mapping.names.NameKey;

/// `ValueSet/$expand`: the codes of a value set, a page of them at a time where the caller asks so.
record ExpandOperation(Terminology terminology, NamedTerms named) implements Operation {
  private static final OperationInfo INFO = new OperationInfo("expand",
      OperationInfo.r4("ValueSet-expand"), "The codes of a value set.", Effect.READS,
      Set.of(Level.TYPE, Level.INSTANCE), Set.of("ValueSet"), List.of(
          OperationInfo.in("url", "uri", "The canonical URL of the value set."),
          OperationInfo.in("valueSet", "ValueSet", "The value set itself."),
          OperationInfo.in("valueSetVersion", "string", "Its version."),
          OperationInfo.in("filter", "string",
              "Words of which a display or code has each as a beginning, without accents."),
          OperationInfo.in("offset", "integer", "How many codes are skipped."),
          OperationInfo.in("count", "integer", "How many codes are answered at most."),
          OperationInfo.in("activeOnly", "boolean", "Without the codes that are inactive."),
          OperationInfo.in("includeDesignations", "boolean", "With other names of the codes."),
          OperationInfo.in("displayLanguage", "code", "The language of the displays."),
          OperationInfo.out("return", "ValueSet", "The value set with its expansion.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var set = named.valueSet(call);
    var found = terminology.expand(set, call.access()).stream()
        .filter(one -> !isLeftOut(one, call))
        .filter(one -> matches(one, call))
        .toList();
    var answer = set.copy();
    answer.setCompose(null);
    answer.setExpansion(expansion(found, call));
    return OperationAnswer.of(answer);
  }

  private static boolean isLeftOut(Concept one, OperationCall call) {
    return one.traits().contains(Trait.INACTIVE)
        && call.input().flag("activeOnly").orElse(false);
  }

  /// Whether each word of the filter begins a word of the code's names.
  private static boolean matches(Concept one, OperationCall call) {
    var filter = NameKey.of(call.input().text("filter").orElse(""));
    if (filter.isEmpty()) {
      return true;
    }
    var names = new StringBuilder(one.key().code());
    one.display().ifPresent(display -> names.append(' ').append(display));
    one.designations().forEach(other -> names.append(' ').append(other.getValue()));
    var words = Arrays.asList(NameKey.fold(names.toString()).split("[^\\p{L}\\p{N}]+"));
    return filter.words().stream()
        .allMatch(asked -> words.stream().anyMatch(word -> word.startsWith(asked)));
  }

  private static ValueSetExpansionComponent expansion(List<Concept> found, OperationCall call) {
    var offset = call.input().number("offset").orElse(0);
    var count = call.input().number("count");
    var expansion = new ValueSetExpansionComponent()
        .setIdentifier("urn:uuid:" + UUID.randomUUID())
        .setTimestamp(Date.from(Instant.now())).setTotal(found.size());
    if (count.isPresent() || offset > 0) {
      expansion.setOffset(offset);
    }
    said(expansion, call);
    found.stream().skip(offset).limit(count.orElse(Integer.MAX_VALUE))
        .forEach(one -> add(expansion, one, call));
    return expansion;
  }

  private static void said(ValueSetExpansionComponent expansion, OperationCall call) {
    var input = call.input();
    input.text("filter").ifPresent(text ->
        expansion.addParameter().setName("filter").setValue(new StringType(text)));
    input.number("count").ifPresent(count ->
        expansion.addParameter().setName("count").setValue(new IntegerType(count)));
    input.number("offset").ifPresent(offset ->
        expansion.addParameter().setName("offset").setValue(new IntegerType(offset)));
    input.flag("activeOnly").ifPresent(flag ->
        expansion.addParameter().setName("activeOnly").setValue(new BooleanType(flag)));
  }

  private static void add(
      ValueSetExpansionComponent expansion, Concept one, OperationCall call) {
    var entry = expansion.addContains().setCode(one.key().code());
    if (!one.key().system().isEmpty()) {
      entry.setSystem(one.key().system());
    }
    one.version().ifPresent(entry::setVersion);
    one.display(call.input().text("displayLanguage")).ifPresent(entry::setDisplay);
    if (one.traits().contains(Trait.INACTIVE)) {
      entry.setInactive(true);
    }
    if (one.traits().contains(Trait.ABSTRACT)) {
      entry.setAbstract(true);
    }
    if (call.input().flag("includeDesignations").orElse(false)) {
      one.designations().forEach(other -> entry.addDesignation(designation(other)));
    }
  }

  private static ConceptReferenceDesignationComponent designation(
      ConceptDefinitionDesignationComponent one) {
    var designation = new ConceptReferenceDesignationComponent()
        .setLanguage(one.getLanguage()).setValue(one.getValue());
    return one.hasUse() ? designation.setUse(one.getUse()) : designation;
  }
}
