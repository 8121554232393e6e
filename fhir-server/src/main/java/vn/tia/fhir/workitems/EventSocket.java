package vn.tia.fhir.workitems;

import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.ups.EventFeed;
import vn.tia.bridge.web.Paths;
import vn.tia.bridge.web.ups.SubscriptionController;
import vn.tia.records.access.Access;

/// Tells a subscriber the events that wait for it, oldest first, and forgets each once the
/// connection has taken it. What comes while nobody is connected waits; so an event may be told
/// twice, where a connection broke, and none is lost.
public final class EventSocket extends Endpoint {
  /// Connections at once; each asks the records twice a second.
  private static final int SESSIONS_MAX = 500;
  private static final int LETTERS_MAX = 1_024;
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final String PATH = Paths.BASE + SubscriptionController.SOCKET + "{ae}";
  private static final Logger LOG = LoggerFactory.getLogger(EventSocket.class);

  private final EventFeed feed;
  private final Supplier<Access> access;
  private final Map<String, Session> connected;

  private EventSocket(
      EventFeed feed, Supplier<Access> access, Map<String, Session> connected) {
    this.feed = feed;
    this.access = access;
    this.connected = connected;
  }

  /// Opens it in a servlet container.
  ///
  /// @param access what those who connect may see
  /// @param origins whose pages may connect; a program says none
  public static void open(ServerContainer container, EventFeed feed, Supplier<Access> access,
      Set<String> origins) throws DeploymentException {
    Map<String, Session> connected = new ConcurrentHashMap<>();
    container.addEndpoint(ServerEndpointConfig.Builder.create(EventSocket.class, PATH)
        .configurator(new ServerEndpointConfig.Configurator() {
          @Override
          public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new EventSocket(feed, access, connected));
          }

          @Override
          public boolean checkOrigin(String origin) {
            return origin == null || origin.isBlank() || origins.contains(origin);
          }
        })
        .build());
  }

  /// One connection for each subscriber: a new one takes the place of that before, which may be
  /// broken without knowing it.
  @Override
  public void onOpen(Session session, EndpointConfig config) {
    var ae = Optional.ofNullable(session.getPathParameters().get("ae")).orElse("");
    if (connected.size() >= SESSIONS_MAX && !connected.containsKey(ae)) {
      close(session, CloseReason.CloseCodes.TRY_AGAIN_LATER);
      return;
    }
    session.setMaxIdleTimeout(0);
    session.setMaxTextMessageBufferSize(LETTERS_MAX);
    // Nothing is asked of those who speak.
    session.addMessageHandler(String.class, (MessageHandler.Whole<String>) _ -> { });
    var before = connected.put(ae, session);
    if (before != null) {
      close(before, CloseReason.CloseCodes.GOING_AWAY);
    }
    Thread.ofVirtual().name("workitem-events").start(() -> run(ae, session));
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    connected.values().remove(session);
  }

  @Override
  public void onError(Session session, Throwable failure) {
    // The class only: a message may quote what was sent.
    LOG.info("a websocket of workitems failed: {}", failure.getClass().getName());
  }

  private void run(String ae, Session session) {
    try {
      while (session.isOpen() && session.equals(connected.get(ae))) {
        for (var message : feed.next(ae, access.get())) {
          session.getBasicRemote().sendText(message.json());
          feed.told(message);
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException _) {
      close(session, CloseReason.CloseCodes.CLOSED_ABNORMALLY);
    } catch (RuntimeException e) {
      LOG.warn("a websocket of workitems is closed: {}", e.getClass().getName());
      close(session, CloseReason.CloseCodes.UNEXPECTED_CONDITION);
    }
  }

  private static void close(Session session, CloseReason.CloseCodes code) {
    try {
      session.close(new CloseReason(code, ""));
    } catch (IOException _) {
      // It is closed then.
    }
  }
}
