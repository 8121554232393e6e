package vn.tia.fhir.terminology;

import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;

/// A code as somebody asks about it: perhaps without its system.
public record AskedCode(Optional<String> system, String code, Optional<String> display) {
  public static AskedCode of(Coding coding) {
    return new AskedCode(Optional.ofNullable(coding.getSystem()),
        String.valueOf(coding.getCode()), Optional.ofNullable(coding.getDisplay()));
  }
}
