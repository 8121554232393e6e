package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;

/// What a query is answered: `RSP^K22` or `RSP^K23` (IHE ITI-21, ITI-9).
///
/// In the sender's character set where that holds every letter of the answer, else in UTF-8, which
/// MSH-18 then says: a name is never mangled.
///
/// @param patients who was found, each as they are to be told
/// @param next where the rest begins, where there is more (DSC-1)
/// @param fault why there is no answer
public record PatientAnswer(
    PatientQuery query, List<Patient> patients, OptionalLong next, Optional<Fault> fault) {
  public PatientAnswer {
    patients = List.copyOf(patients);
  }

  /// Who was found.
  public static PatientAnswer found(
      PatientQuery query, List<Patient> patients, OptionalLong next) {
    return new PatientAnswer(query, patients, next, Optional.empty());
  }

  /// Why there is no answer.
  public static PatientAnswer failed(PatientQuery query, Fault fault) {
    return new PatientAnswer(query, List.of(), OptionalLong.empty(), Optional.of(fault));
  }

  /// The bytes of the answer.
  ///
  /// @param ack its number and time
  public byte[] to(MessageHeader asked, Acknowledgement ack) {
    var said = new Acknowledgement(ack.controlId(), ack.at(), ack.zone(), fault);
    String body = Stream.concat(
            segments().stream().map(SegmentDraft::toString), Stream.of(echo()))
        .sorted((one, other) -> order(one) - order(other))
        .collect(Collectors.joining("\r", "", "\r"));
    Charset charset = asked.charset().canEncode() && asked.charset().newEncoder().canEncode(body)
        ? asked.charset() : UTF_8;
    return (said.responseTo(asked, structure(), charset) + body).getBytes(charset);
  }

  private String structure() {
    return switch (query) {
      case PatientQuery.Demographics _ -> "K22^RSP_K21";
      case PatientQuery.CrossReference _ -> "K23^RSP_K23";
    };
  }

  /// QAK, QPD, then the patients, then DSC.
  private static int order(String segment) {
    return List.of("QAK", "QPD", "PID", "DSC").indexOf(segment.substring(0, 3));
  }

  private List<SegmentDraft> segments() {
    var segments = new ArrayList<SegmentDraft>();
    String status = fault.isPresent() ? "AE" : patients.isEmpty() ? "NF" : "OK";
    segments.add(new SegmentDraft("QAK").put(1, query.tag()).put(2, status)
        .raw(3, standard(query.asked(), 1)).put(4, String.valueOf(patients.size())));
    for (int i = 0; i < patients.size(); i++) {
      segments.add(pid(i + 1, patients.get(i)));
    }
    next.ifPresent(pointer -> segments.add(
        new SegmentDraft("DSC").put(1, String.valueOf(pointer)).put(2, "I")));
    return segments;
  }

  private String echo() {
    Hl7Segment qpd = query.asked();
    var echoed = new SegmentDraft("QPD");
    for (int field = 1; field <= qpd.fields().size(); field++) {
      echoed.raw(field, standard(qpd, field));
    }
    return echoed.toString();
  }

  /// A field as it came, in the standard delimiters.
  private static String standard(Hl7Segment segment, int field) {
    String raw = field <= segment.fields().size() ? segment.fields().get(field - 1) : "";
    Delimiters by = segment.delimiters();
    if (by.equals(Delimiters.STANDARD)) {
      return raw;
    }
    var text = new StringBuilder();
    raw.chars().forEach(c -> {
      if (c == by.component()) {
        text.append('^');
      } else if (c == by.repetition()) {
        text.append('~');
      } else if (c == by.subcomponent()) {
        text.append('&');
      } else if (c == by.escape()) {
        text.append('\\');
      } else {
        text.append(Escapes.escape(String.valueOf((char) c), Delimiters.STANDARD));
      }
    });
    return text.toString();
  }

  private static SegmentDraft pid(int number, Patient patient) {
    var pid = new SegmentDraft("PID").put(1, String.valueOf(number))
        .raw(3, patient.identifiers().stream().map(PatientAnswer::number)
            .collect(Collectors.joining("~")));
    HumanName name = patient.name();
    // A cross-reference tells no name: XPN of type S says so (IHE ITI-9).
    pid.put(5, name.isUnknown()
        ? new String[] {"", "", "", "", "", "", "S"}
        : new String[] {name.family(), name.given(), name.middle(), name.suffix(), name.prefix(),
            "", "L"});
    patient.birthDate().ifPresent(date -> pid.put(7, date.toString().replace("-", "")));
    if (!name.isUnknown()) {
      pid.put(8, sex(patient.sex()));
    }
    patient.address().ifPresent(text -> pid.put(11, text));
    if (!patient.phones().isEmpty()) {
      pid.raw(13, patient.phones().stream().map(SegmentDraft::composed)
          .collect(Collectors.joining("~")));
    }
    return pid;
  }

  private static String number(PatientIdentifier identifier) {
    Authority by = identifier.authority();
    String authority = Stream.of(by.namespace(), by.universalId(), by.universalType())
        .map(part -> Escapes.escape(part.orElse(""), Delimiters.STANDARD))
        .collect(Collectors.joining("&")).replaceFirst("&+$", "");
    return SegmentDraft.composed(identifier.value()) + "^^^" + authority + "^"
        + SegmentDraft.composed(identifier.typeCode());
  }

  private static String sex(Sex sex) {
    return switch (sex) {
      case MALE -> "M";
      case FEMALE -> "F";
      case OTHER -> "O";
      case UNKNOWN -> "U";
    };
  }
}
