package vn.tia.fhir.rest;

import jakarta.servlet.http.HttpServletRequest;
import vn.tia.records.access.Access;

/// Decides what the caller of a request may see.
@FunctionalInterface
public interface RequestAccess {
  Access of(HttpServletRequest request);
}
