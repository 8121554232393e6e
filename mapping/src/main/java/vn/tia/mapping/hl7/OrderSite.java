package vn.tia.mapping.hl7;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.tia.mapping.exam.Sex;

/// How one facility's orders differ from the book: which field holds what, and its local codes.
///
/// Each list of fields is tried in its order; the first that holds a value counts.
///
/// @param zone of times without an offset
/// @param accession where the accession number stands
/// @param procedureId where the requested procedure id stands
/// @param stepId where the scheduled procedure step id stands
/// @param modality where the modality stands
/// @param studyUid where the Study Instance UID stands
/// @param start where the time of the exam stands
/// @param modalities the facility's codes for modalities, such as `XQ` for `CR`
/// @param modalityByProcedure the beginning of a procedure code to the modality that performs it,
///     for senders that name none; the longest beginning counts
/// @param stations the station's AE title by modality, where the order names none
/// @param orc18 what ORC-18 holds
/// @param observations what the facility's own codes in OBX-3 mean, beside LOINC
/// @param required what a new order must bring, since Tia isn't to make it
/// @param sexes the facility's codes for sexes, beside those of table 0001
public record OrderSite(
    ZoneId zone,
    List<FieldSource> accession,
    List<FieldSource> procedureId,
    List<FieldSource> stepId,
    List<FieldSource> modality,
    List<FieldSource> studyUid,
    List<FieldSource> start,
    Map<String, String> modalities,
    Map<String, String> modalityByProcedure,
    Map<String, String> stations,
    Orc18 orc18,
    Map<String, Observed> observations,
    Set<Required> required,
    Map<String, Sex> sexes) {

  /// What ORC-18 (Entering Device) means at a site.
  public enum Orc18 { ENTERING_DEVICE, STATION_AE }

  /// What an OBX of an order can say of the patient.
  public enum Observed { WEIGHT, HEIGHT, PREGNANCY, ALLERGY, ALERT, SPECIAL_NEED, CONTRAST_AGENT }

  /// What Tia makes where an order doesn't bring it, unless a site wants it brought.
  public enum Required { ACCESSION, STUDY_UID }

  public OrderSite {
    accession = List.copyOf(accession);
    procedureId = List.copyOf(procedureId);
    stepId = List.copyOf(stepId);
    modality = List.copyOf(modality);
    studyUid = List.copyOf(studyUid);
    start = List.copyOf(start);
    modalities = Map.copyOf(modalities);
    modalityByProcedure = Map.copyOf(modalityByProcedure);
    stations = Map.copyOf(stations);
    modalities.values().forEach(CodeTables::modality);
    modalityByProcedure.values().forEach(CodeTables::modality);
    CodeTables.stations(List.copyOf(stations.values()));
    observations = Map.copyOf(observations);
    required = Set.copyOf(required);
    sexes = Map.copyOf(sexes);
  }

  /// The book: IPC, else OBR-18, 19, 20 and 24 (IHE RAD TF-2, 4.4 and appendix B).
  public static OrderSite standard(ZoneId zone) {
    return new OrderSite(zone,
        FieldSource.all("IPC-1", "OBR-18"),
        FieldSource.all("IPC-2", "OBR-19"),
        FieldSource.all("IPC-4", "OBR-20"),
        FieldSource.all("IPC-5", "OBR-24"),
        FieldSource.all("IPC-3", "ZDS-1"),
        FieldSource.all("TQ1-7", "ORC-7.4", "OBR-27.4", "OBR-36"),
        Map.of(), Map.of(), Map.of(), Orc18.ENTERING_DEVICE, Map.of(), Set.of(),
        Map.of());
  }

  /// The same with the accession number elsewhere.
  public OrderSite withAccession(String... fields) {
    return new OrderSite(zone, FieldSource.all(fields), procedureId, stepId, modality, studyUid,
        start, modalities, modalityByProcedure, stations, orc18, observations,
        required, sexes);
  }

  /// The same with the modality elsewhere.
  public OrderSite withModality(String... fields) {
    return new OrderSite(zone, accession, procedureId, stepId, FieldSource.all(fields), studyUid,
        start, modalities, modalityByProcedure, stations, orc18, observations,
        required, sexes);
  }

  /// The same with local codes for modalities, and stations by modality.
  public OrderSite withCodes(Map<String, String> modalityCodes,
      Map<String, String> byProcedure, Map<String, String> stationAes) {
    return new OrderSite(zone, accession, procedureId, stepId, modality, studyUid, start,
        modalityCodes, byProcedure, stationAes, orc18, observations,
        required, sexes);
  }

  /// The same with another set of what a new order must bring.
  public OrderSite withRequired(Set<Required> wanted) {
    return new OrderSite(zone, accession, procedureId, stepId, modality, studyUid, start,
        modalities, modalityByProcedure, stations, orc18, observations, wanted, sexes);
  }

  /// The same with the facility's own meanings of OBX-3 and of ORC-18.
  public OrderSite with(Map<String, Observed> meanings, Orc18 device) {
    return new OrderSite(zone, accession, procedureId, stepId, modality, studyUid, start,
        modalities, modalityByProcedure, stations, device, meanings, required, sexes);
  }

  /// The modality that performs a procedure, by the longest known beginning of its code.
  Optional<String> modalityOf(String procedureCode) {
    return modalityByProcedure.keySet().stream()
        .filter(procedureCode::startsWith)
        .max((one, other) -> Integer.compare(one.length(), other.length()))
        .map(modalityByProcedure::get);
  }
}
