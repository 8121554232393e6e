package vn.tia.mapping.exam;

import java.util.Optional;

/// A code with its meaning and the scheme that defines it (HL7 v2 CE/CWE, DICOM code sequence).
///
/// @param scheme as the sender names it: `L`, `99HIS`, `LN`, `DCM`, `SCT` …
public record Coded(String code, Optional<String> display, Optional<String> scheme) {
  public Coded {
    code = Texts.identifier("a code", code);
    display = Texts.line(display);
    scheme = Texts.identifier("a coding scheme", scheme);
  }

  public static Coded of(String code, String display, String scheme) {
    return new Coded(code, Optional.of(display), Optional.of(scheme));
  }
}
