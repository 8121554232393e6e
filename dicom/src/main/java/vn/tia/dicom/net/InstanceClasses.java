package vn.tia.dicom.net;

import java.util.Set;
import vn.tia.dicom.data.Uids;

/// Which SOP classes operate on instances of another one: each step is an instance of UPS Push,
/// whatever the class of the context on which it is spoken of (PS3.4 section CC.3.1).
final class InstanceClasses {
  private static final String PUSH = Uids.UNIFIED_PROCEDURE_STEP_PUSH.value();
  private static final Set<String> ON_STEPS = Set.of(
      Uids.UNIFIED_PROCEDURE_STEP_PULL.value(), Uids.UNIFIED_PROCEDURE_STEP_WATCH.value(),
      Uids.UNIFIED_PROCEDURE_STEP_EVENT.value(), Uids.UNIFIED_PROCEDURE_STEP_QUERY.value());

  private InstanceClasses() {}

  /// Whether messages about instances of a class may be sent on a context.
  static boolean mayName(String abstractSyntax, String sopClassUid) {
    return abstractSyntax.equals(sopClassUid)
        || sopClassUid.equals(PUSH) && ON_STEPS.contains(abstractSyntax);
  }
}
