package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

/// The interactions of the door: each decides the caller's access by the one rule, answers, and
/// leaves an audit event, whether it went well or not.
final class Interactions {
  private final RequestAccess access;
  private final Audit audit;
  private final ReadInteraction read;
  private final HistoryInteraction history;
  private final SearchInteraction search;
  private final CreateInteraction create;
  private final UpdateInteraction update;

  Interactions(RequestAccess access, Audit audit, ReadInteraction read,
      HistoryInteraction history, SearchInteraction search, Writes writes) {
    this.access = access;
    this.audit = audit;
    this.read = read;
    this.history = history;
    this.search = search;
    var reports = new ReportWrites(read.resources(), Clock.systemUTC());
    this.create =
        new CreateInteraction(read.resources(), writes.rules(), writes.orders(), reports);
    this.update =
        new UpdateInteraction(read.resources(), writes.rules(), writes.orders(), reports);
  }

  /// What writes go by.
  record Writes(WriteRules rules, OrderWrites orders) {}

  StoredResource read(HttpServletRequest request, ResourceKey key) {
    return audited(request, "read", target(key), caller -> read.read(key, caller));
  }

  StoredResource vread(HttpServletRequest request, ResourceKey key, String version) {
    return audited(request, "vread", target(key),
        caller -> read.vread(key, version, caller));
  }

  Bundle history(HttpServletRequest request, ResourceKey key, String serverBase, String self) {
    return audited(request, "history", target(key),
        caller -> history.history(key, caller, serverBase, self));
  }

  SearchInteraction.Answer search(
      HttpServletRequest request, SearchInteraction.Question question) {
    return audited(request, "search", question.type(),
        caller -> search.search(question, caller));
  }

  StoredResource create(HttpServletRequest request, Resource resource) {
    return audited(request, "create", resource.fhirType(), caller -> {
      var stored = create.create(resource, caller);
      search.wrote();
      return stored;
    });
  }

  StoredResource update(HttpServletRequest request, ResourceKey key, Resource resource,
      Optional<String> version) {
    return audited(request, "update", target(key), caller -> {
      var stored = update.update(key, resource, version, caller);
      search.wrote();
      return stored;
    });
  }

  /// What is no id may be anything, also a name: it stays out of the trail.
  private static String target(ResourceKey key) {
    return ReadInteraction.isValid(key) ? key.toString() : key.type();
  }

  private <T> T audited(HttpServletRequest request, String action, String target,
      Function<Access, T> interaction) {
    var caller = access.of(request);
    try {
      var answer = interaction.apply(caller);
      var facility = answer instanceof StoredResource stored
          ? OptionalInt.of(stored.facilityId()) : OptionalInt.empty();
      audit.record(event(request, facility, action, target, "done"));
      return answer;
    } catch (BaseServerResponseException refusal) {
      audit.record(event(request, OptionalInt.empty(), action, target,
          Integer.toString(refusal.getStatusCode())));
      throw refusal;
    }
  }

  private static AuditRecord event(HttpServletRequest request, OptionalInt facility,
      String action, String target, String outcome) {
    return new AuditRecord(facility, "FHIR", request.getRemoteAddr(), action, target, outcome);
  }
}
