package vn.tia.fhir.subscriptions;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.subscriptions.Notifications.Kind;
import vn.tia.records.subscriptions.SubscriptionEvent;
import vn.tia.records.subscriptions.SubscriptionState;
import vn.tia.records.subscriptions.SubscriptionStatus;

/// The websocket of subscriptions: `bind-with-token: <token>` of the R5 backport, answered by
/// Bundles, and R4's own `bind <id>`, answered by `bound <id>` and `ping <id>`.
///
/// A client hears of events from its binding on; those before it are asked for by `$events`.
public final class SubscriptionSocket extends Endpoint {
  static final String WITH_TOKEN = "bind-with-token:";
  private static final int SESSIONS_MAX = 500;
  private static final int BOUND_MAX = 100;
  private static final int LETTERS_MAX = 4_096;
  private static final int EVENTS_MAX = 100;
  private static final Duration LOOK = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionSocket.class);
  private static final AtomicInteger SESSIONS = new AtomicInteger();

  private final SubscriptionChanges changes;
  private final Notifications notifications;
  private final BindingTokens tokens;

  SubscriptionSocket(
      SubscriptionChanges changes, Notifications notifications, BindingTokens tokens) {
    this.changes = changes;
    this.notifications = notifications;
    this.tokens = tokens;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    if (SESSIONS.incrementAndGet() > SESSIONS_MAX) {
      close(session, CloseReason.CloseCodes.TRY_AGAIN_LATER);
      return;
    }
    session.setMaxIdleTimeout(0);
    session.setMaxTextMessageBufferSize(LETTERS_MAX);
    var client = new Client(session);
    session.addMessageHandler(String.class, (MessageHandler.Whole<String>) client::said);
    client.thread.start();
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    SESSIONS.decrementAndGet();
  }

  @Override
  public void onError(Session session, Throwable failure) {
    // The class only: a message may quote what was sent.
    LOG.info("a subscription's websocket failed: {}", failure.getClass().getName());
  }

  private static void close(Session session, CloseReason.CloseCodes code) {
    try {
      session.close(new CloseReason(code, ""));
    } catch (IOException _) {
      // It is closed then.
    }
  }

  /// Who is on the other side, and what they are bound to, each with the last event that they know.
  private final class Client {
    private final Session session;
    private final Map<String, Long> bound = new ConcurrentHashMap<>();
    private final Map<String, Boolean> plain = new ConcurrentHashMap<>();
    private final Map<String, Long> spoken = new ConcurrentHashMap<>();
    private final Thread thread;

    Client(Session session) {
      this.session = session;
      this.thread = Thread.ofVirtual().name("subscription-socket").unstarted(this::run);
    }

    void said(String text) {
      var line = text.strip();
      if (line.startsWith(WITH_TOKEN)) {
        tokens.subscriptions(line.substring(WITH_TOKEN.length()).strip())
            .forEach(id -> bind(id, false));
      } else if (line.matches("bind [A-Za-z0-9.-]{1,64}")) {
        bind(line.substring(5), true);
      }
      if (bound.isEmpty()) {
        close(session, CloseReason.CloseCodes.VIOLATED_POLICY);
      }
    }

    private void bind(String id, boolean isPlain) {
      var state = served(id);
      if (state.isEmpty() || bound.size() >= BOUND_MAX) {
        return;
      }
      plain.put(id, isPlain);
      bound.put(id, state.get().events());
      send(state.get(), isPlain ? "bound " + id
          : text(Kind.HANDSHAKE, state.get(), List.of()));
    }

    /// A subscription that is told by websocket and not off.
    private java.util.Optional<SubscriptionState> served(String id) {
      return changes.rows().find(id)
          .filter(state -> state.status() != SubscriptionStatus.OFF)
          .filter(state -> changes.wanted(state)
              .filter(wanted -> wanted.target().isEmpty()).isPresent());
    }

    private void run() {
      try {
        while (session.isOpen()) {
          bound.keySet().forEach(this::tell);
          Thread.sleep(LOOK);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.warn("a subscription's websocket is closed: {}", e.getClass().getName());
        close(session, CloseReason.CloseCodes.UNEXPECTED_CONDITION);
      }
    }

    private void tell(String id) {
      long known = bound.getOrDefault(id, 0L);
      var state = served(id);
      if (state.isEmpty()) {
        bound.remove(id);
        return;
      }
      for (var event : changes.rows().events(id, known + 1, Long.MAX_VALUE, EVENTS_MAX)) {
        send(state.get(), plain.getOrDefault(id, false) ? "ping " + id
            : text(Kind.EVENT, state.get(), List.of(event)));
        bound.put(id, event.number());
      }
      beat(state.get());
    }

    private void beat(SubscriptionState state) {
      var seconds = changes.wanted(state).map(Wanted::heartbeatSeconds)
          .orElse(java.util.OptionalInt.empty());
      long last = spoken.getOrDefault(state.id(), 0L);
      if (seconds.isPresent() && !plain.getOrDefault(state.id(), false)
          && System.nanoTime() - last > Duration.ofSeconds(seconds.getAsInt()).toNanos()) {
        send(state, text(Kind.HEARTBEAT, state, List.of()));
      }
    }

    private String text(Kind kind, SubscriptionState state, List<SubscriptionEvent> events) {
      var wanted = changes.wanted(state).orElseThrow();
      return new String(Notifications.encoded(
          notifications.bundle(kind, state, wanted, events, wanted.content()),
          wanted.mediaType().orElse("application/fhir+json")), StandardCharsets.UTF_8);
    }

    private synchronized void send(SubscriptionState state, String text) {
      try {
        session.getBasicRemote().sendText(text);
        spoken.put(state.id(), System.nanoTime());
      } catch (IOException | IllegalStateException _) {
        close(session, CloseReason.CloseCodes.CLOSED_ABNORMALLY);
      }
    }
  }
}
