package vn.tia.fhir.demo;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// The order of the demo: a chest CT for a patient who does not exist. Each run has numbers of its
/// own, so a demo can be played again on the same data.
public record DemoOrder(
    String run, String patientId, String accession, String stepId, ZonedDateTime time) {
  public static final String FACILITY = "BVBD";
  static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  static final String STATION = "CT01";
  static final String FAMILY = "ĐẶNG";
  static final String MIDDLE = "THỊ";
  static final String GIVEN = "HƯỜNG";
  static final String BIRTH_DATE = "19681020";

  private static final DateTimeFormatter RUN = DateTimeFormatter.ofPattern("yyMMddHHmmssSSS");
  private static final DateTimeFormatter TS = DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx");

  /// The order of a run that starts now.
  static DemoOrder now() {
    var time = ZonedDateTime.now(ZONE);
    var run = RUN.format(time);
    return new DemoOrder(run, "BN-2026-018834", "CT" + run, "SPS" + run.substring(2), time);
  }

  String controlId() {
    return "DEMO" + run;
  }

  /// The order as an imaging order message, `OMI^O23` of HL7 v2.5.1.
  String message() {
    var now = TS.format(time);
    var doctor = "BS01^TRẦN^ĐỨC^VĂN";
    var procedure = "CT-NGUC^Chụp CT lồng ngực có tiêm thuốc^" + FACILITY;
    return String.join(
        "\r",
        Hl7Line.write(
            "MSH", 2, "^~\\&", 3, "HIS", 4, FACILITY, 5, "TIA", 6, FACILITY, 7, now, 9,
            "OMI^O23^OMI_O23", 10, controlId(), 11, "P", 12, "2.5.1", 17, "VNM",
            18, "UNICODE UTF-8"),
        Hl7Line.write(
            "PID", 1, "1", 3, patientId + "^^^" + FACILITY + "^MR", 5,
            FAMILY + "^" + GIVEN + "^" + MIDDLE, 7, BIRTH_DATE, 8, "F", 11,
            "12 Lê Lợi^^Quy Nhơn^Bình Định^^VNM"),
        Hl7Line.write("PV1", 1, "1", 2, "O", 3, "PK-HOHAP^^^" + FACILITY, 8, doctor),
        Hl7Line.write("ORC", 1, "NW", 2, "ORD" + run + "^HIS", 9, now, 12, doctor),
        Hl7Line.write("TQ1", 1, "1", 7, now, 9, "R"),
        Hl7Line.write(
            "OBR", 1, "1", 2, "ORD" + run + "^HIS", 4, procedure, 16, doctor, 31,
            "^Ho kéo dài; theo dõi u phổi"),
        Hl7Line.write(
            "IPC", 1, accession, 2, "RP" + run, 4, stepId, 5, "CT", 6, procedure, 7, "CT Phòng 1",
            8, "Phòng CT", 9, STATION),
        "");
  }
}
