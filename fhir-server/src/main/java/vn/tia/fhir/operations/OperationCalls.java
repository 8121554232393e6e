package vn.tia.fhir.operations;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.rest.RequestAccess;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;

/// Finds the operation that a request calls, answers it, and leaves an audit event.
///
/// Public because HAPI calls hooks by reflection.
public final class OperationCalls {
  private static final Set<String> RESHAPING = Set.of("_elements", "_summary", "_pretty");

  private final Collection<Operation> operations;
  private final InputReader reader;
  private final RequestAccess access;
  private final Audit audit;

  OperationCalls(Collection<Operation> operations, InputReader reader, RequestAccess access,
      Audit audit) {
    this.operations = List.copyOf(operations);
    this.reader = reader;
    this.access = access;
    this.audit = audit;
  }

  /// Answers the request, or returns true where it calls no operation.
  ///
  /// Before whoever refuses writes: an operation says itself what it writes.
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -100)
  public boolean goesOn(ServletRequestDetails request, HttpServletResponse response)
      throws IOException {
    var name = String.valueOf(request.getOperation());
    if (!name.startsWith("$")) {
      return true;
    }
    var operation = find(request, name.substring(1));
    check(request, operation.info());
    send(request, response, answer(request, operation));
    return false;
  }

  private Operation find(ServletRequestDetails request, String name) {
    var level = level(request);
    return operations.stream()
        .filter(one -> one.info().name().equals(name))
        .filter(one -> one.info().levels().contains(level))
        .filter(one -> level == Level.SYSTEM || one.info().isFor(request.getResourceName()))
        .findFirst()
        .orElseThrow(() -> new ResourceNotFoundException(
            "there is no such operation here: metadata lists those that are"));
  }

  private static Level level(ServletRequestDetails request) {
    if (request.getResourceName() == null) {
      return Level.SYSTEM;
    }
    return request.getId() == null ? Level.TYPE : Level.INSTANCE;
  }

  private static void check(ServletRequestDetails request, OperationInfo info) {
    var method = request.getRequestType();
    var methods = info.effect().methods();
    if (!methods.contains(method)) {
      throw new MethodNotAllowedException("$%s is not called by %s".formatted(info.name(), method),
          methods.toArray(RequestTypeEnum[]::new));
    }
  }

  private OperationAnswer answer(ServletRequestDetails request, Operation operation) {
    var seen = access.of(request.getServletRequest());
    var bare = new OperationCall(request, seen, OperationInput.of(new Parameters()));
    try {
      var input = reader.read(request, operation, bare.preferences());
      var answer = operation.answer(new OperationCall(request, seen, input));
      var event = event(bare, operation, "done");
      if (operation.info().effect() == Effect.READS) {
        audit.recordRead(event);
      } else {
        audit.record(event);
      }
      return answer;
    } catch (BaseServerResponseException refusal) {
      audit.recordRefusal(
          event(bare, operation, Integer.toString(refusal.getStatusCode())));
      throw refusal;
    }
  }

  private static AuditRecord event(OperationCall call, Operation operation, String outcome) {
    var facilities = call.access().facilityIds();
    // A call may be about several facilities: then its row is of none.
    var facility = facilities.size() == 1
        ? OptionalInt.of(facilities.iterator().next()) : OptionalInt.empty();
    var target = call.key().filter(key -> key.id().matches("[A-Za-z0-9.-]{1,64}"))
        .map(Object::toString).or(call::type).orElse("system");
    return new AuditRecord(facility, "FHIR", call.caller(), "$" + operation.info().name(), target,
        outcome);
  }

  private static void send(ServletRequestDetails request, HttpServletResponse response,
      OperationAnswer answer) throws IOException {
    switch (answer) {
      case OperationAnswer.Model(int status, var resource) ->
          RestfulServerUtils.streamResponseAsResource(request.getServer(), resource,
              RestfulServerUtils.determineSummaryMode(request), status, false,
              request.isRespondGzip(), request);
      case OperationAnswer.Text(int status, var headers, var mediaType, var text) -> {
        head(response, status, headers);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType(mediaType + ";charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
      }
      case OperationAnswer.Found(var bundle) -> send(request, response, isPlain(request)
          ? new OperationAnswer.Text(200, Map.of(), "application/fhir+json", bundle.json())
          : new OperationAnswer.Model(200, bundle.model()));
      case OperationAnswer.Bare(int status, var headers) -> head(response, status, headers);
      case OperationAnswer.Stream(var file, var mediaType) -> {
        response.setStatus(200);
        response.setContentType(mediaType);
        response.setContentLengthLong(Files.size(file));
        Files.copy(file, response.getOutputStream());
      }
    }
  }

  private static boolean isPlain(ServletRequestDetails request) {
    return RESHAPING.stream().noneMatch(request.getParameters()::containsKey)
        && RestfulServerUtils.determineResponseEncodingWithDefault(request).getEncoding()
            == EncodingEnum.JSON;
  }

  private static void head(
      HttpServletResponse response, int status, Map<String, String> headers) {
    response.setStatus(status);
    headers.forEach(response::setHeader);
  }
}
