package vn.tia.fhir.terminology;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ValueSet;
import vn.tia.fhir.search.CodePattern.InSystem;
import vn.tia.fhir.search.CodeSets;
import vn.tia.fhir.terminology.Concept.Key;
import vn.tia.fhir.terminology.TermsException.Kind;
import vn.tia.records.access.Access;

/// Answers what codes mean and which of them belong together.
///
/// Safe for use by many threads.
public final class Terminology implements CodeSets {
  private final TermsSource source;
  private final TermsLimits limits;

  public Terminology(TermsSource source, TermsLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  public TermsSource source() {
    return source;
  }

  /// The codes of a value set in the order that it gives them.
  ///
  /// @throws TermsException if a code system isn't known, or the set is too large
  public List<Concept> expand(ValueSet set, Access access) {
    return List.copyOf(new Expander(source, access, limits).expand(set).values());
  }

  /// The code system of that canonical.
  ///
  /// @throws TermsException if it isn't known
  public CodeTable codeSystem(String canonical, Access access) {
    return source.codeSystem(canonical, access).orElseThrow(() -> new TermsException(
        Kind.NOT_FOUND, "the code system is not known here"));
  }

  /// Whether a code is one of a value set.
  public CodeCheck check(AskedCode asked, ValueSet set, Access access) {
    var members = new Expander(source, access, limits).expand(set);
    var found = asked.system()
        .map(system -> Stream.ofNullable(members.get(new Key(system, asked.code()))))
        .orElseGet(() -> members.values().stream()
            .filter(one -> one.key().code().equals(asked.code())))
        .toList();
    if (found.size() > 1) {
      return new CodeCheck.Invalid(
          "the code is in several systems of the value set: name its system", Optional.empty());
    }
    return found.isEmpty()
        ? new CodeCheck.Invalid("the code is not in the value set", Optional.empty())
        : named(asked, found.getFirst());
  }

  /// Whether a code is one of a code system.
  public CodeCheck check(AskedCode asked, CodeTable table) {
    return table.find(asked.code())
        .map(found -> named(asked, found))
        .orElseGet(() -> new CodeCheck.Invalid(table.isComplete()
            ? "the code is not in the code system"
            : "the code is not in the part of the code system that is here", Optional.empty()));
  }

  private static CodeCheck named(AskedCode asked, Concept found) {
    var isOtherName = asked.display().isPresent() && found.display().isPresent()
        && !found.isCalled(asked.display().get());
    if (isOtherName) {
      return new CodeCheck.Invalid("the display is not one of the code's", Optional.of(found));
    }
    return new CodeCheck.Valid(found, found.traits().contains(Concept.Trait.INACTIVE)
        ? Optional.of("the code is inactive") : Optional.empty());
  }

  /// How one code of a system stands to another.
  ///
  /// @throws TermsException if the system or a code isn't known
  public Subsumption subsumption(CodeTable table, String one, String other) {
    for (var code : List.of(one, other)) {
      table.find(code).orElseThrow(() ->
          new TermsException(Kind.NOT_FOUND, "a code is not in the code system"));
    }
    if (table.find(one).equals(table.find(other))) {
      return Subsumption.EQUIVALENT;
    }
    if (table.below(one).contains(other)) {
      return Subsumption.SUBSUMES;
    }
    return table.above(one).contains(other)
        ? Subsumption.SUBSUMED_BY : Subsumption.NOT_SUBSUMED;
  }

  @Override
  public Optional<Set<InSystem>> in(String valueSet, Set<Integer> facilities) {
    var access = new Access(facilities);
    try {
      return source.valueSet(valueSet, access).map(set -> expand(set, access).stream()
          .map(one -> new InSystem(one.key().system(), one.key().code()))
          .collect(Collectors.toUnmodifiableSet()));
    } catch (TermsException e) {
      throw new TooManyCodesException(e.getMessage());
    }
  }

  @Override
  public Set<InSystem> below(InSystem code, Set<Integer> facilities) {
    return with(code, source.codeSystem(code.system(), new Access(facilities))
        .map(table -> table.below(code.code())).orElse(Set.of()));
  }

  @Override
  public Set<InSystem> above(InSystem code, Set<Integer> facilities) {
    return with(code, source.codeSystem(code.system(), new Access(facilities))
        .map(table -> table.above(code.code())).orElse(Set.of()));
  }

  private static Set<InSystem> with(InSystem code, Set<String> more) {
    return Stream.concat(Stream.of(code), more.stream()
            .map(one -> new InSystem(code.system(), one)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
