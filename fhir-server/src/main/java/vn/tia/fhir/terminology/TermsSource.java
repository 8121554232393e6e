package vn.tia.fhir.terminology;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.ValueSet;
import vn.tia.records.access.Access;

/// Where code systems, value sets and concept maps come from; asked by canonical, `url` or
/// `url|version`.
public interface TermsSource {
  Optional<CodeTable> codeSystem(String canonical, Access access);

  Optional<ValueSet> valueSet(String canonical, Access access);

  Optional<ConceptMap> conceptMap(String canonical, Access access);

  /// Those that translate from a system, `max` at most.
  List<ConceptMap> conceptMapsFrom(String system, Access access, int max);
}
