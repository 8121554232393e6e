package vn.tia.fhir.terminology;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Type;

/// The value of a concept's property as filters compare it.
final class PropertyText {
  private PropertyText() {}

  static String of(Type value) {
    return value instanceof Coding coding
        ? String.valueOf(coding.getCode()) : String.valueOf(value.primitiveValue());
  }
}
