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
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.ValueSet;

/// The codes of DICOM (PS3.16 annex D, coding scheme DCM) as of one edition, and those context
/// groups that have codes of DCM only, as value sets under the addresses that R4 itself binds to.
record DicomCodes(CodeSystem codeSystem, List<ValueSet> valueSets) {
  static final String SYSTEM = "http://dicom.nema.org/resources/ontology/DCM";

  private static final String EDITION = "2024c";
  private static final String TABLE = "dcm.tsv";
  private static final String GROUPS = "# Groups: ";
  private static final int GROUPS_OF_CODE = 2;
  private static final int OTHER_NAMES = 3;

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
    var system = new CodeSystem().setUrl(SYSTEM).setVersion(EDITION).setName("DCM")
        .setTitle("DICOM Controlled Terminology").setStatus(PublicationStatus.ACTIVE)
        .setCaseSensitive(true).setContent(CodeSystemContentMode.COMPLETE);
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
    var concept = system.addConcept().setCode(row[0]).setDisplay(row[1]);
    if (row.length > OTHER_NAMES) {
      List.of(row[OTHER_NAMES].split("; "))
          .forEach(other -> concept.addDesignation().setLanguage("en").setValue(other));
    }
    Stream.of(row).skip(GROUPS_OF_CODE).limit(1).flatMap(numbers -> Stream.of(numbers.split(" ")))
        .filter(groups::containsKey)
        .forEach(number -> groups.get(number).getCompose().getIncludeFirstRep()
            .addConcept().setCode(row[0]).setDisplay(row[1]));
  }
}
