package vn.tia.fhir.search;

import java.util.Optional;
import java.util.Set;

/// What code systems and value sets say about a code, for token searches with `:in`, `:not-in`,
/// `:below` and `:above` (R4 search, section 3.1.1.5.10).
public interface CodeSets {

  /// Knows no code system and no value set.
  CodeSets NONE = new CodeSets() {
    @Override
    public Optional<Set<CodePattern.InSystem>> in(String valueSet, Set<Integer> facilities) {
      return Optional.empty();
    }

    @Override
    public Set<CodePattern.InSystem> below(CodePattern.InSystem code, Set<Integer> facilities) {
      return Set.of(code);
    }

    @Override
    public Set<CodePattern.InSystem> above(CodePattern.InSystem code, Set<Integer> facilities) {
      return Set.of(code);
    }
  };

  /// The codes of a value set, named by its canonical URL or as `ValueSet/id`; empty where the
  /// caller of these facilities has none of that name.
  ///
  /// @throws TooManyCodesException if it has more codes than a search can ask for
  Optional<Set<CodePattern.InSystem>> in(String valueSet, Set<Integer> facilities);

  /// The code and all that it subsumes; the code alone where its system isn't known.
  Set<CodePattern.InSystem> below(CodePattern.InSystem code, Set<Integer> facilities);

  /// The code and all that subsume it; the code alone where its system isn't known.
  Set<CodePattern.InSystem> above(CodePattern.InSystem code, Set<Integer> facilities);

  /// A value set is too large to be searched by.
  final class TooManyCodesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooManyCodesException(String message) {
      super(message);
    }
  }
}
