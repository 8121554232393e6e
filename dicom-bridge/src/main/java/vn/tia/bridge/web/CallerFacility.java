package vn.tia.bridge.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalInt;

/// Decides for which facility the sender of a request stores, empty where he may not store.
@FunctionalInterface
public interface CallerFacility {
  OptionalInt of(HttpServletRequest request);
}
