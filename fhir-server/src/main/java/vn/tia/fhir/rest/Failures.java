package vn.tia.fhir.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import vn.tia.fhir.search.SearchUnavailable;
import vn.tia.records.database.RecordsUnavailable;

/// Makes an answer without patient data out of every failure that no interaction foresaw.
///
/// Public because HAPI calls hooks by reflection.
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public BaseServerResponseException answer(Throwable failure) {
    return refusal(failure);
  }

  /// The answer to a failure.
  static BaseServerResponseException refusal(Throwable failure) {
    for (var cause : causes(failure)) {
      switch (cause) {
        case BusyException busy -> {
          return busy;
        }
        case RecordsUnavailable _ -> {
          LOG.warn("a FHIR request was refused with 503: the records are unavailable");
          return new BusyException("the records cannot be reached");
        }
        case PessimisticLockingFailureException _ -> {
          LOG.warn("a FHIR request was refused with 503: others write the same all the time");
          return new BusyException("others write the same resources all the time");
        }
        case SearchUnavailable unavailable -> {
          LOG.warn("a FHIR search was refused with 503: {}", unavailable.getMessage());
          return new BusyException(
              "searches cannot be answered now: " + unavailable.getMessage());
        }
        case BaseServerResponseException known when known.getStatusCode() < 500 -> {
          LOG.info("a FHIR request was refused with {}", known.getStatusCode());
          return known;
        }
        default -> { }
      }
    }
    // Types and places only: messages may quote a resource.
    LOG.error("A FHIR request failed: {} at {}", failure.getClass().getName(),
        Stream.of(causes(failure).getLast().getStackTrace()).limit(5).toList());
    return new InternalErrorException("the server failed; its log says where");
  }

  private static List<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(16).toList();
  }
}
