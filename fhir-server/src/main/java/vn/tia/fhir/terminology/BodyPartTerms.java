package vn.tia.fhir.terminology;

import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.ValueSet;
import vn.tia.mapping.dicom.BodyParts;

/// Body parts: the words of (0018,0015) Body Part Examined, the codes of SNOMED CT that
/// ImagingStudy.series.bodySite has for them, and the map between both (PS3.16 annex L).
final class BodyPartTerms {
  static final String WORDS = "urn:tia:codes:body-part-examined";

  private static final String SNOMED = "http://snomed.info/sct";
  private static final String SET = "urn:tia:valueset:body-parts";

  private BodyPartTerms() {}

  static CodeSystem codeSystem() {
    var system = new CodeSystem().setUrl(WORDS).setName("BodyPartExamined")
        .setTitle("Words of DICOM for body parts").setStatus(PublicationStatus.ACTIVE)
        .setCaseSensitive(true).setContent(CodeSystemContentMode.COMPLETE);
    system.setId("body-part-examined");
    BodyParts.all().forEach((word, coding) ->
        system.addConcept().setCode(word).setDisplay(coding.getDisplay()));
    return system.setCount(system.getConcept().size());
  }

  static ValueSet valueSet() {
    var set = new ValueSet().setUrl(SET).setName("BodyParts")
        .setTitle("Body parts of ImagingStudy.series.bodySite")
        .setStatus(PublicationStatus.ACTIVE);
    set.setId("body-parts");
    var include = set.getCompose().addInclude().setSystem(SNOMED);
    BodyParts.all().values().forEach(coding -> include.addConcept()
        .setCode(coding.getCode()).setDisplay(coding.getDisplay()));
    return set;
  }

  static ConceptMap conceptMap() {
    var map = new ConceptMap().setUrl("urn:tia:conceptmap:body-parts").setName("BodyParts")
        .setTitle("Words of DICOM for body parts in SNOMED CT")
        .setStatus(PublicationStatus.ACTIVE);
    map.setId("body-parts");
    var group = map.addGroup().setSource(WORDS).setTarget(SNOMED);
    BodyParts.all().forEach((word, coding) -> group.addElement().setCode(word)
        .addTarget().setCode(coding.getCode()).setDisplay(coding.getDisplay())
        .setEquivalence(ConceptMapEquivalence.EQUIVALENT));
    return map;
  }
}
