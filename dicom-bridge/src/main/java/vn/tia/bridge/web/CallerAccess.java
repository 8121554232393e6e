package vn.tia.bridge.web;

import jakarta.servlet.http.HttpServletRequest;
import vn.tia.records.access.Access;

/// Decides what the sender of a request may see.
@FunctionalInterface
public interface CallerAccess {
  Access of(HttpServletRequest request);
}
