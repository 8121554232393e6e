package vn.tia.fhir.config;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.hl7.CharacterSets;
import vn.tia.mapping.hl7.FieldSource;
import vn.tia.mapping.hl7.OrderSite;
import vn.tia.mapping.hl7.OrderSite.Observed;
import vn.tia.mapping.hl7.OrderSite.Orc18;
import vn.tia.mapping.hl7.OrderSite.Required;
import vn.tia.mapping.hl7.ReadSettings;
import vn.tia.mapping.hl7.ReadSettings.AcknowledgementMode;
import vn.tia.mapping.hl7.ReadSettings.LineEnds;
import vn.tia.mapping.hl7.ReadSettings.Misdeclared;
import vn.tia.records.orders.AccessionRule;

/// How one facility's HL7 messages differ from the book; `application.yml` says what each means.
///
/// @param fields where a value stands, by its name: accession, procedure-id, step-id, modality,
///     study-uid, start
/// @param accession where an accession number comes from that the order doesn't bring
public record Hl7Reading(
    @DefaultValue("CR") LineEnds lineEnds,
    @DefaultValue("REFUSE") Misdeclared misdeclared,
    @DefaultValue("UNICODE UTF-8") String characterSet,
    @DefaultValue("AS_ASKED") AcknowledgementMode acknowledgement,
    @DefaultValue Map<String, List<String>> fields,
    @DefaultValue Map<String, String> modalities,
    @DefaultValue Map<String, String> modalityByProcedure,
    @DefaultValue Map<String, String> stations,
    @DefaultValue Map<String, Sex> sexes,
    @DefaultValue Map<String, Observed> observations,
    @DefaultValue("ENTERING_DEVICE") Orc18 orc18,
    @DefaultValue("GENERATED") AccessionRule accession,
    @DefaultValue Set<Required> required) {

  private static final Set<String> FIELDS =
      Set.of("accession", "procedure-id", "step-id", "modality", "study-uid", "start");

  public Hl7Reading {
    for (var name : fields.keySet()) {
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException(
            "hl7-reading.fields has " + name + ", which is none of " + FIELDS);
      }
    }
  }

  ReadSettings settings() {
    var charset =
        CharacterSets.of(characterSet)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "hl7-reading.character-set is none of HL7 table 0211: " + characterSet));
    return ReadSettings.DEFAULT
        .with(lineEnds)
        .with(misdeclared)
        .with(charset)
        .with(acknowledgement);
  }

  OrderSite orders(ZoneId zone) {
    var book = OrderSite.standard(zone);
    return new OrderSite(
        zone,
        field("accession", book.accession()),
        field("procedure-id", book.procedureId()),
        field("step-id", book.stepId()),
        field("modality", book.modality()),
        field("study-uid", book.studyUid()),
        field("start", book.start()),
        modalities,
        modalityByProcedure,
        stations,
        orc18,
        observations,
        required,
        sexes);
  }

  private List<FieldSource> field(String name, List<FieldSource> book) {
    var own = fields.get(name);
    return own == null ? book : own.stream().map(FieldSource::of).toList();
  }
}
