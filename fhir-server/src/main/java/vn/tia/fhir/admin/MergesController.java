package vn.tia.fhir.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.fhir.admin.QueuesController.Result;
import vn.tia.records.access.Access;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.merges.StandingMerge;

/// The merges of patients that stand, by the ids of the resources, and taking one back.
///
/// Whoever takes one back leaves an audit event. Pages of other sites are refused.
@RestController
@RequestMapping(path = "/admin/merges", produces = "application/json")
public final class MergesController {

  /// Rows of one answer; 1,000: more are not looked at one by one.
  private static final int ROWS_MAX = 1_000;

  private final PatientMerges merges;
  private final Access access;

  /// @param access what HTTP may see
  public MergesController(PatientMerges merges, Access access) {
    this.merges = merges;
    this.access = access;
  }

  /// A merge, as `Patient/ID` into `Patient/ID`.
  public record Merged(long id, String merged, String replaced, String survivor) {

    static Merged of(StandingMerge one) {
      return new Merged(one.id(), one.merged().toString(), "Patient/" + one.replaced(),
          "Patient/" + one.survivor());
    }
  }

  @GetMapping
  public List<Merged> standing(@RequestParam(defaultValue = "100") int max) {
    return merges.standing(access, Math.clamp(max, 1, ROWS_MAX)).stream()
        .map(Merged::of).toList();
  }

  @PostMapping("/{id}/undo")
  public ResponseEntity<Result> undo(@PathVariable long id, HttpServletRequest request) {
    if (request.getHeader("Origin") != null) {
      return ResponseEntity.status(HttpStatus.FORBIDDEN)
          .body(new Result("refused", "not for pages of other sites"));
    }
    return merges.undo(id, access, new PatientMerges.Caller("HTTP", request.getRemoteAddr()))
        ? ResponseEntity.ok(new Result("undone", ""))
        : ResponseEntity.notFound().build();
  }
}
