package vn.tia.fhir.subscriptions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/// An HTTP server of somebody who subscribes; it keeps what it is sent.
final class Receiver implements AutoCloseable {
  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile ToIntFunction<Request> answer;

  /// What came in.
  record Request(String method, String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream().filter(one -> one.getKey().equalsIgnoreCase(name))
          .flatMap(one -> one.getValue().stream()).findFirst().orElse("");
    }
  }

  private Receiver(int port, ToIntFunction<Request> answer) {
    this.answer = answer;
    try {
      server = HttpServer.create(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  static Receiver open() {
    return new Receiver(0, _ -> 200);
  }

  static Receiver openAt(int port) {
    return new Receiver(port, _ -> 200);
  }

  void answer(ToIntFunction<Request> next) {
    answer = next;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  private void handle(HttpExchange exchange) throws IOException {
    var request = new Request(exchange.getRequestMethod(),
        exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    int status = answer.applyAsInt(request);
    if (status / 100 == 3) {
      exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/elsewhere");
    }
    requests.add(request);
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
