package vn.tia.dicom.deidentify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// What a de-identified object says of how it became one (PS3.15 section E.1.1, PS3.3 section
/// C.7.1.1 and C.7.6.1).
final class Marks {
  private static final String BASIC_CODE = "113100";
  private static final String BASIC = "Basic Application Confidentiality Profile";

  /// LO holds so many characters.
  private static final int LO_CHARS_MAX = 64;

  private final Set<Retain> retained;

  Marks(Set<Retain> retained) {
    this.retained = retained;
  }

  List<Edit> edits() {
    List<String> methods = new ArrayList<>(List.of(BASIC));
    List<Dataset> codes = new ArrayList<>(List.of(code(BASIC_CODE, BASIC)));
    for (Retain option : retained) {
      methods.add(shortened(option.meaning()));
      option.code().ifPresent(code -> codes.add(code(code, option.meaning())));
    }
    return List.of(
        put(Tags.PATIENT_IDENTITY_REMOVED, Vr.CS, List.of("YES")),
        put(Tags.DEIDENTIFICATION_METHOD, Vr.LO, methods),
        new Edit.Put(new Element(Tags.DEIDENTIFICATION_METHOD_CODE_SEQUENCE, Vr.SQ,
            new Value.Sequence(codes))),
        put(Tags.LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, Vr.CS,
            List.of(retained.contains(Retain.DATES) ? "MODIFIED" : "REMOVED")));
  }

  private static Edit put(Tag tag, Vr vr, List<String> values) {
    return new Edit.Put(new Element(tag, vr, new Value.Text(values)));
  }

  private static Dataset code(String code, String meaning) {
    return Dataset.builder()
        .put(Tags.CODE_VALUE, code)
        .put(Tags.CODING_SCHEME_DESIGNATOR, "DCM")
        .put(Tags.CODE_MEANING, shortened(meaning))
        .build();
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(LO_CHARS_MAX, text.length()));
  }
}
