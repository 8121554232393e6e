package vn.tia.fhir.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.hl7.receive.MessageReplay;
import vn.tia.hl7.receive.ReplayOutcome;
import vn.tia.hl7.send.OutgoingMessages;
import vn.tia.mapping.hl7.MessageHeader;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.QueuedDelivery;
import vn.tia.records.messages.JournalledMessage;
import vn.tia.records.messages.Messages;

/// Messages that failed on their way in, and on their way out: listed without a word of their
/// content, shown one at a time, and done once more.
///
/// Whoever looks at one or acts on one leaves an audit event. A page of another site can't act
/// through an operator's browser: requests that name an origin are refused.
@RestController
@RequestMapping(path = "/admin", produces = "application/json")
public final class QueuesController {

  /// Rows of one answer; 1,000: more are not looked at one by one.
  private static final int ROWS_MAX = 1_000;

  private final Messages messages;
  private final MessageReplay replay;
  private final Deliveries deliveries;
  private final Audit audit;
  private final Access access;

  /// @param access what HTTP may see
  public QueuesController(Messages messages, MessageReplay replay, Deliveries deliveries,
      Audit audit, Access access) {
    this.messages = messages;
    this.replay = replay;
    this.deliveries = deliveries;
    this.audit = audit;
    this.access = access;
  }

  /// A message that came in and failed.
  ///
  /// @param content the message, segments parted by line feeds; empty in a list
  public record Failed(long id, String received, String sender, String controlId, String kind,
      String outcome, int fault, String reason, int attempts, String content) {

    static Failed of(JournalledMessage one, String content) {
      var message = one.message();
      var verdict = one.verdict();
      return new Failed(one.id(), message.received().toString(), message.sender(),
          message.controlId(), message.kind(), verdict.outcome(), verdict.fault(),
          verdict.reason(), one.attempts(), content);
    }
  }

  /// A message on its way out.
  ///
  /// @param content the message, segments parted by line feeds; empty in a list
  public record Outgoing(long id, String created, String destination, String state, int attempts,
      String attempted, String reason, String remark, String content) {

    static Outgoing of(QueuedDelivery one, String content) {
      return new Outgoing(one.id(), one.created().toString(), one.delivery().destination(),
          one.state().name(), one.attempts(), one.attempted().map(Object::toString).orElse(""),
          one.reason(), one.delivery().remark(), content);
    }
  }

  /// What became of a request.
  public record Result(String result, String reason) {}

  @GetMapping("/messages")
  public List<Failed> failed(@RequestParam(defaultValue = "100") int max) {
    return messages.failed(access, Math.clamp(max, 1, ROWS_MAX)).stream()
        .map(one -> Failed.of(one, "")).toList();
  }

  @GetMapping("/messages/{id}")
  public ResponseEntity<Failed> failed(@PathVariable long id, HttpServletRequest request) {
    var found = messages.find(id, access);
    found.ifPresent(one -> record(request, "show message", "HL7 message " + id,
        one.message().facilityId()));
    return ResponseEntity.of(found.map(one ->
        Failed.of(one, text(one.message().content().toArray()))));
  }

  @PostMapping("/messages/{id}/replay")
  public ResponseEntity<Result> replay(@PathVariable long id, HttpServletRequest request) {
    if (isForeign(request)) {
      return refused();
    }
    return switch (replay.replay(id, access, request.getRemoteAddr())) {
      case ReplayOutcome.Done() -> ResponseEntity.ok(new Result("done", ""));
      case ReplayOutcome.Failed(var why) ->
          ResponseEntity.unprocessableContent().body(new Result("failed", why));
      case ReplayOutcome.Superseded() -> ResponseEntity.status(HttpStatus.CONFLICT)
          .body(new Result("superseded",
              "another message under its MSH-10 had its effect meanwhile; dismiss this one"));
      case ReplayOutcome.Unknown() -> ResponseEntity.notFound().build();
    };
  }

  @PostMapping("/messages/{id}/dismiss")
  public ResponseEntity<Result> dismiss(@PathVariable long id, HttpServletRequest request) {
    if (isForeign(request)) {
      return refused();
    }
    var found = messages.find(id, access);
    if (!messages.dismiss(id, access)) {
      return ResponseEntity.notFound().build();
    }
    found.ifPresent(one -> record(request, "dismiss message", "HL7 message " + id,
        one.message().facilityId()));
    return ResponseEntity.ok(new Result("dismissed", ""));
  }

  @GetMapping("/deliveries")
  public List<Outgoing> outgoing(@RequestParam(defaultValue = "dead") String state,
      @RequestParam(defaultValue = "100") int max) {
    int rows = Math.clamp(max, 1, ROWS_MAX);
    var found = state.equals("waiting")
        ? deliveries.waiting(access, rows) : deliveries.dead(access, rows);
    return found.stream().map(one -> Outgoing.of(one, "")).toList();
  }

  @GetMapping("/deliveries/{id}")
  public ResponseEntity<Outgoing> outgoing(@PathVariable long id, HttpServletRequest request) {
    var found = deliveries.find(id, access);
    found.ifPresent(one -> record(request, "show delivery", "delivery " + id,
        one.delivery().facilityId()));
    return ResponseEntity.of(found.map(one ->
        Outgoing.of(one, one.delivery().kind().equals(OutgoingMessages.KIND)
            ? text(one.delivery().payload().toArray())
            : new String(one.delivery().payload().toArray(), StandardCharsets.UTF_8))));
  }

  @PostMapping("/deliveries/{id}/replay")
  public ResponseEntity<Result> revive(@PathVariable long id, HttpServletRequest request) {
    if (isForeign(request)) {
      return refused();
    }
    if (!deliveries.revive(id, access)) {
      return ResponseEntity.notFound().build();
    }
    deliveries.find(id, access).ifPresent(one -> record(request, "replay delivery",
        "delivery " + id, one.delivery().facilityId()));
    return ResponseEntity.ok(new Result("queued", ""));
  }

  private static boolean isForeign(HttpServletRequest request) {
    return request.getHeader("Origin") != null;
  }

  private static ResponseEntity<Result> refused() {
    return ResponseEntity.status(HttpStatus.FORBIDDEN)
        .body(new Result("refused", "not for pages of other sites"));
  }

  private void record(HttpServletRequest request, String action, String target, int facility) {
    audit.record(new AuditRecord(OptionalInt.of(facility), "HTTP", request.getRemoteAddr(),
        action, target, "done"));
  }

  /// The text in the character set that its header declares.
  private static String text(byte[] message) {
    Charset charset = Optional.of(message).map(MessageHeader::read)
        .map(MessageHeader::charset).orElseThrow();
    return new String(message, charset).replace('\r', '\n');
  }
}
