package vn.tia.fhir.terminology;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.ValueSet;

/// The codes of DICOM (PS3.16 annex D, coding scheme DCM), and those context groups that have
/// codes of DCM only, as value sets under the addresses that R4 itself binds to.
record DicomCodes(CodeSystem codeSystem, List<ValueSet> valueSets) {
  static final String SYSTEM = "http://dicom.nema.org/resources/ontology/DCM";

  private static final String TABLE = "dcm.tsv";
  private static final String GROUPS = "# Groups: ";

  static DicomCodes read() {
    try (var in = DicomCodes.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing from the jar");
      }
      return of(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DicomCodes of(List<String> lines) {
    var system = new CodeSystem().setUrl(SYSTEM).setName("DCM")
        .setTitle("DICOM Controlled Terminology").setStatus(PublicationStatus.ACTIVE)
        .setCaseSensitive(true).setContent(CodeSystemContentMode.FRAGMENT);
    system.setId("dicom-dcm");
    var groups = new TreeMap<String, ValueSet>();
    for (var line : lines) {
      if (line.startsWith(GROUPS)) {
        List.of(line.substring(GROUPS.length()).split("; "))
            .forEach(one -> groups.put(one.split(" ")[0], group(one.split(" "))));
      } else if (!line.startsWith("#") && !line.isBlank()) {
        add(line.split("\t", -1), system, groups);
      }
    }
    system.setCount(system.getConcept().size());
    return new DicomCodes(system, new ArrayList<>(groups.values()));
  }

  private static ValueSet group(String[] numberAndName) {
    var number = numberAndName[0];
    var set = new ValueSet()
        .setUrl("http://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_CID_"
            + number + ".html")
        .setName(numberAndName[1]).setTitle("DICOM context group " + number)
        .setStatus(PublicationStatus.ACTIVE);
    set.setId("dicom-cid-" + number);
    set.getCompose().addInclude().setSystem(SYSTEM);
    return set;
  }

  private static void add(String[] row, CodeSystem system, Map<String, ValueSet> groups) {
    system.addConcept().setCode(row[0]).setDisplay(row[1]);
    List.of(row[2].split(" ")).stream().filter(groups::containsKey)
        .forEach(number -> groups.get(number).getCompose().getIncludeFirstRep()
            .addConcept().setCode(row[0]).setDisplay(row[1]));
  }
}
