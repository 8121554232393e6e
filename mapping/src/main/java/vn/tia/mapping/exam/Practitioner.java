package vn.tia.mapping.exam;

import java.util.Optional;

/// A physician or other member of staff (HL7 v2 XCN), by number, by name or both.
public record Practitioner(Optional<AssignedId> id, HumanName name) {
  public Practitioner {
    if (id.isEmpty() && name.isUnknown()) {
      throw new IllegalArgumentException("a practitioner needs a number or a name");
    }
  }
}
