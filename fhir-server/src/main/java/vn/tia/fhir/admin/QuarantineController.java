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
import vn.tia.records.studies.Quarantine;

/// The studies that are marked since they contradict what was here before, by the ids of their
/// ImagingStudies, and taking a mark away.
///
/// Whoever takes one away leaves an audit event. Pages of other sites are refused.
@RestController
@RequestMapping(path = "/admin/quarantine", produces = "application/json")
public final class QuarantineController {

  /// Rows of one answer; 1,000: more are not looked at one by one.
  private static final int ROWS_MAX = 1_000;

  private final Quarantine quarantine;
  private final Access access;

  /// @param access what HTTP may see
  public QuarantineController(Quarantine quarantine, Access access) {
    this.quarantine = quarantine;
    this.access = access;
  }

  /// A mark.
  public record Marked(long id, String last, String study, int instances, String reason) {}

  @GetMapping
  public List<Marked> open(@RequestParam(defaultValue = "100") int max) {
    return quarantine.open(access, Math.clamp(max, 1, ROWS_MAX)).stream()
        .map(one -> new Marked(one.id(), one.last().toString(),
            "ImagingStudy/" + one.imagingStudy(), one.instances(), one.reason()))
        .toList();
  }

  @PostMapping("/{id}/settle")
  public ResponseEntity<Result> settle(@PathVariable long id, HttpServletRequest request) {
    if (request.getHeader("Origin") != null) {
      return ResponseEntity.status(HttpStatus.FORBIDDEN)
          .body(new Result("refused", "not for pages of other sites"));
    }
    return quarantine.settle(id, access, request.getRemoteAddr())
        ? ResponseEntity.ok(new Result("settled", ""))
        : ResponseEntity.notFound().build();
  }
}
