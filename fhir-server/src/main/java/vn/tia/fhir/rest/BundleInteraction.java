package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;

/// Answers a batch or a transaction (R4 section 3.1.0.11).
record BundleInteraction(Interactions interactions, Interactions.Parts parts) {

  Reply answer(RestCall call, Bundle bundle) {
    var type = Optional.ofNullable(bundle.getType()).orElse(BundleType.NULL);
    if (type != BundleType.BATCH && type != BundleType.TRANSACTION) {
      throw new InvalidRequestException("a Bundle to be done is a batch or a transaction");
    }
    var max = parts.planning().settings().entriesMax();
    if (bundle.getEntry().size() > max) {
      throw new PayloadTooLargeException("the Bundle has %d entries, at most %d are taken"
          .formatted(bundle.getEntry().size(), max));
    }
    return type == BundleType.BATCH
        ? batch(call, bundle) : new TransactionBundle(interactions, parts, call).answer(bundle);
  }

  /// Each entry by itself, in the order given: what becomes of one is nothing to the others.
  private Reply batch(RestCall call, Bundle bundle) {
    var answer = new BundleText("batch-response", OptionalLong.empty());
    for (var entry : bundle.getEntry()) {
      write(answer, call, one(call, entry));
    }
    return Reply.of(answer.text());
  }

  private Reply one(RestCall call, Bundle.BundleEntryComponent entry) {
    try {
      var one = EntryCalls.of(entry, call);
      if (one.target() instanceof Target.System && !one.isRead()) {
        throw new InvalidRequestException("a Bundle within a Bundle is not done");
      }
      return interactions.answer(one.isRead() ? one : one.quiet());
    } catch (BaseServerResponseException refusal) {
      return Reply.of(refusal.getStatusCode(), Outcomes.of(refusal));
    } catch (RuntimeException failure) {
      var refusal = Failures.refusal(failure);
      return Reply.of(refusal.getStatusCode(), Outcomes.of(refusal));
    }
  }

  /// Writes what became of an entry (R4 section 2.36, Bundle.entry.response).
  static void write(BundleText answer, RestCall call, Reply reply) {
    var location = reply.made() == Reply.Made.HERE
        ? reply.version().map(one -> one.key() + "/_history/" + one.version())
        : Optional.<String>empty();
    var response = BundleText.response(status(reply.status()), reply.version(), location,
        reply.isOutcome() ? reply.json() : reply.remarks());
    var parts = new ArrayList<String>();
    reply.version().filter(one -> !one.deleted()).ifPresent(one ->
        parts.add(BundleText.fullUrl(call.caller().base() + "/" + one.key())));
    reply.json().filter(_ -> !reply.isOutcome()).map(BundleText::resource).ifPresent(parts::add);
    parts.add(response);
    answer.entry(parts.toArray(String[]::new));
  }

  /// The status with the words that HTTP has for it.
  private static String status(int code) {
    return switch (code) {
      case 200 -> "200 OK";
      case 201 -> "201 Created";
      case 204 -> "204 No Content";
      case 304 -> "304 Not Modified";
      case 400 -> "400 Bad Request";
      case 404 -> "404 Not Found";
      case 405 -> "405 Method Not Allowed";
      case 409 -> "409 Conflict";
      case 410 -> "410 Gone";
      case 412 -> "412 Precondition Failed";
      case 422 -> "422 Unprocessable Entity";
      default -> Integer.toString(code);
    };
  }
}
