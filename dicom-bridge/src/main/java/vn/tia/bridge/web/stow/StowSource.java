package vn.tia.bridge.web.stow;

import java.util.Optional;

/// Who stores: for which facility, from where, and into which study, empty for any.
public record StowSource(int facilityId, String caller, Optional<String> study) {}
