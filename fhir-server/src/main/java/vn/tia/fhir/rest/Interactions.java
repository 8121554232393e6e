package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.fhir.rest.ClientWrites.Effect;
import vn.tia.fhir.rest.ClientWrites.Outcome;
import vn.tia.fhir.rest.ClientWrites.Written;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.resources.Claims;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

/// The interactions of the door: each answers by what its caller may see, and leaves an audit
/// event, whether it went well or not.
final class Interactions {
  private final Parts parts;
  private final BundleInteraction bundles;
  private final WriteGroups groups;

  /// What answers.
  record Parts(Database database, Audit audit, ReadInteraction read, HistoryInteraction history,
      SearchInteraction search, Planning planning, Referrers referrers, ClientWrites writes,
      Claims claims, Remarks remarks) {}

  Interactions(Parts parts) {
    this.parts = parts;
    this.bundles = new BundleInteraction(this, parts);
    this.groups = new WriteGroups(parts.database(), parts.writes());
  }

  /// Answers a request.
  ///
  /// @throws BaseServerResponseException if it is refused
  Reply answer(RestCall call) {
    return switch (call.target()) {
      case Target.System() -> call.isRead() ? search(call) : system(call);
      case Target.SearchAll(), Target.Belongings _ -> {
        require(call, HTTPVerb.POST, HTTPVerb.GET, HTTPVerb.HEAD);
        yield search(call);
      }
      case Target.Search _ -> {
        require(call, HTTPVerb.POST, HTTPVerb.GET);
        yield search(call);
      }
      case Target.History history -> {
        require(call, HTTPVerb.GET, HTTPVerb.HEAD);
        yield audited(call, "history", () -> Reply.of(parts.history().history(history, call)));
      }
      case Target.OfType _ -> call.isRead() ? search(call) : write(call);
      case Target.Instance(_, var key) -> call.isRead()
          ? audited(call, "read", () -> parts.read().read(key, call)) : write(call);
      case Target.Version(_, var key, var version) -> call.isRead()
          ? audited(call, "vread", () -> parts.read().vread(key, version, call)) : write(call);
    };
  }

  private Reply system(RestCall call) {
    require(call, HTTPVerb.POST);
    if (!(parts.planning().bodies().read(call.body()) instanceof Bundle bundle)) {
      throw new InvalidRequestException("what is sent to the base is a Bundle");
    }
    return bundles.answer(call, bundle);
  }

  private static void require(RestCall call, HTTPVerb... verbs) {
    if (!List.of(verbs).contains(call.verb())) {
      throw new MethodNotAllowedException(
          "%s is not done to what the URL names".formatted(call.verb().toCode()));
    }
  }

  private Reply search(RestCall call) {
    call.target().about().ifPresent(ReadInteraction::valid);
    return audited(call, "search", () -> Reply.of(
        new SearchCall(call, SearchPlace.of(call.target()).orElseThrow()).answer(parts.search())));
  }

  /// Makes a write and its audit event in one transaction, perhaps with those of others.
  private Reply write(RestCall call) {
    try {
      var plan = parts.planning().plan(call);
      parts.referrers().check(plan.wishes(), call.caller().access());
      return parts.remarks().to(made(call, plan));
    } catch (RefusedWish wish) {
      throw refused(call, action(call), wish.refusal());
    } catch (BaseServerResponseException refusal) {
      throw refused(call, action(call), refusal);
    }
  }

  private Reply made(RestCall call, Plan plan) {
    var together = WriteGroups.wish(plan).flatMap(wish -> groups.write(new WriteGroups.Member(
        wish, call.caller().access(), written -> record(call, action(call), facility(written)))));
    var reply = together.map(outcome -> switch (outcome) {
      case Outcome.Done(var written) -> reply(call, written);
      case Outcome.Refused(var refusal) -> throw refusal;
    }).orElseGet(() -> madeAlone(call, plan));
    parts.search().wrote();
    return reply;
  }

  private static Optional<Integer> facility(Optional<Written> written) {
    return written.map(Written::resource).map(StoredResource::facilityId);
  }

  private Reply madeAlone(RestCall call, Plan plan) {
    return parts.database().inRepeatableTransaction(() -> switch (plan) {
      case Plan.Already(var there) -> reply(call, Optional.of(new Written(there, Effect.CHANGED)));
      case Plan.Do(var wish, var claim) -> {
        var there = claim.flatMap(one ->
            parts.claims().claim(one, wish.key(), call.caller().access()));
        var written = there.isPresent()
            ? Optional.of(new Written(there.get(), Effect.CHANGED))
            : parts.writes().write(List.of(wish), call.caller().access()).getFirst();
        record(call, action(call), facility(written));
        yield reply(call, written);
      }
      case Plan.Deletes(var wishes) -> {
        var written = parts.writes().write(wishes, call.caller().access());
        record(call, "delete", Optional.empty());
        yield reply(call, written.size() == 1 ? written.getFirst() : Optional.empty());
      }
    });
  }

  /// Changes a resource for an operation, which leaves the audit event itself.
  StoredResource change(ResourceKey key, UnaryOperator<Resource> change, Access access) {
    var anyVersion = new Wish.Guard(Optional.empty(), Optional.empty());
    try {
      var written = parts.database().inRepeatableTransaction(() -> parts.writes()
          .write(List.of(new Wish.Patch(key, change, anyVersion)), access).getFirst());
      parts.search().wrote();
      return written.orElseThrow(() -> ReadInteraction.absent(key)).resource();
    } catch (RefusedWish wish) {
      throw wish.refusal();
    }
  }

  /// The answer to a write, as far as the client wants to see it.
  static Reply reply(RestCall call, Optional<Written> written) {
    if (written.isEmpty() || written.get().effect() == Effect.DELETED) {
      var bare = written.map(one -> Reply.of(204, one.resource())).orElseGet(() -> Reply.of(204));
      return call.headers().prefers("return=operationoutcome")
          ? new Reply(200, bare.version(), bare.made(), Optional.of(outcome("deleted"))) : bare;
    }
    var stored = written.get().resource();
    var isMade = written.get().effect() == Effect.MADE;
    var reply = isMade ? Reply.of(201, stored).here() : Reply.of(200, stored);
    if (call.headers().prefers("return=minimal")) {
      return reply;
    }
    return reply.with(call.headers().prefers("return=operationoutcome")
        ? outcome(isMade ? "created" : "updated") : stored.json());
  }

  private static String outcome(String what) {
    return FhirJson.encode(Outcomes.of(
        IssueSeverity.INFORMATION, IssueType.INFORMATIONAL, "the resource was " + what));
  }

  private static String action(RestCall call) {
    return switch (call.verb()) {
      case POST -> "create";
      case PUT -> "update";
      case PATCH -> "patch";
      case DELETE -> "delete";
      case GET, HEAD, NULL -> "read";
    };
  }

  private Reply audited(RestCall call, String action, Supplier<Reply> interaction) {
    try {
      var reply = interaction.get();
      parts.audit().recordRead(event(call, action, "done", reply.facility()));
      return reply;
    } catch (BaseServerResponseException refusal) {
      throw refused(call, action, refusal);
    }
  }

  void record(RestCall call, String action, Optional<Integer> facility) {
    parts.audit().record(event(call, action, "done",
        facility.map(OptionalInt::of).orElse(OptionalInt.empty())));
  }

  BaseServerResponseException refused(
      RestCall call, String action, BaseServerResponseException refusal) {
    parts.audit().recordRefusal(event(
        call, action, Integer.toString(refusal.getStatusCode()), OptionalInt.empty()));
    return refusal;
  }

  /// What is no id may be anything, also a name: it stays out of the trail.
  private static AuditRecord event(
      RestCall call, String action, String outcome, OptionalInt facility) {
    var target = call.target().about().filter(ReadInteraction::isValid).map(Object::toString)
        .or(() -> call.target().served().map(ServedType::name)).orElse("system");
    return new AuditRecord(
        facility, "FHIR", call.caller().address(), action, target, outcome);
  }
}
