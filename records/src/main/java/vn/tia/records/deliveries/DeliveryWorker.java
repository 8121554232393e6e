package vn.tia.records.deliveries;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.DeliveryOutcome.Delivered;
import vn.tia.records.deliveries.DeliveryOutcome.NotBefore;
import vn.tia.records.deliveries.DeliveryOutcome.Rejected;
import vn.tia.records.deliveries.DeliveryOutcome.RetryLater;

/// Sends the queued messages by the channels of their kinds, until closed.
///
/// Several nodes may run one each: db-scheduler gives a message to one of them, and to another
/// one when that one has died. So a message is sent at least once; it is sent again only if the
/// node died between the receiver's answer and our commit.
public final class DeliveryWorker implements AutoCloseable {
  static final Duration POLL = Duration.ofSeconds(1);
  static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
  /// The pause after the records themselves could not be read or written.
  static final Duration RECORDS_PAUSE = Duration.ofSeconds(5);
  /// After four missed ones another node takes a message over: 20 s after a crash.
  static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);

  private final Deliveries deliveries;
  private final Map<String, DeliveryChannel> channels;
  private final DeliverySettings settings;
  private final Map<String, Semaphore> busy = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final Runnable wake;

  private DeliveryWorker(Database database, Deliveries deliveries,
      Map<String, DeliveryChannel> channels, DeliverySettings settings) {
    this.deliveries = deliveries;
    this.channels = Map.copyOf(channels);
    this.settings = settings;
    var task = Tasks.custom(Deliveries.TASK)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(RECORDS_PAUSE))
        .execute((instance, _) -> work(id(instance.getId())));
    this.scheduler = Scheduler.create(database.dataSource(), task)
        .clock(deliveries.clock()::instant)
        .threads(settings.concurrentMax())
        .pollUsingLockAndFetch(0.5, 1.0)
        .pollingInterval(POLL)
        .heartbeatInterval(HEARTBEAT)
        .missedHeartbeatsLimit(4)
        .shutdownMaxWait(Duration.ofSeconds(30))
        .build();
    this.wake = scheduler::triggerCheckForDueExecutions;
  }

  /// Starts to send.
  ///
  /// @param channels how messages are sent, by their kind
  public static DeliveryWorker start(Database database, Deliveries deliveries,
      Map<String, DeliveryChannel> channels, DeliverySettings settings) {
    var worker = new DeliveryWorker(database, deliveries, channels, settings);
    worker.scheduler.start();
    deliveries.listen(worker.wake);
    return worker;
  }

  /// Stops after the messages that are being sent.
  @Override
  public void close() {
    deliveries.forget(wake);
    scheduler.stop();
  }

  private CompletionHandler<Void> work(long id) {
    var found = deliveries.find(id).filter(one -> one.state() == DeliveryState.WAITING);
    if (found.isEmpty()) {
      return new CompletionHandler.OnCompleteRemove<>();
    }
    var queued = found.get();
    var places = busy.computeIfAbsent(queued.delivery().destination(),
        _ -> new Semaphore(settings.concurrentPerDestinationMax()));
    if (!places.tryAcquire()) {
      return again(BUSY_PAUSE);
    }
    try {
      return conclude(queued, send(queued.delivery()));
    } finally {
      places.release();
    }
  }

  private static long id(String instance) {
    return Long.parseLong(instance.substring(0, instance.indexOf('.')));
  }

  private DeliveryOutcome send(Delivery delivery) {
    var channel = channels.get(delivery.kind());
    if (channel == null) {
      return new RetryLater("no channel for messages of kind " + delivery.kind());
    }
    try {
      return channel.send(delivery);
    } catch (RuntimeException error) {
      // The class only: a message may quote what was sent.
      LOG.warn("a message to {} failed with {}", delivery.destination(),
          error.getClass().getName());
      return new RetryLater("the channel failed with " + error.getClass().getSimpleName());
    }
  }

  private CompletionHandler<Void> conclude(QueuedDelivery queued, DeliveryOutcome outcome) {
    return switch (outcome) {
      case Delivered() -> {
        var completion = done(queued, DeliveryState.DELIVERED, "");
        if (queued.attempts() > 0) {
          // It may have been down for a day: the others need not wait out their pauses.
          deliveries.hurry(queued.delivery().destination());
        }
        yield completion;
      }
      case NotBefore(var time) ->
          (complete, operations) -> operations.reschedule(complete, time);
      case Rejected(var why) -> done(queued, DeliveryState.DEAD, why);
      case RetryLater(var why) when isTooOld(queued) ->
          done(queued, DeliveryState.DEAD, "given up after " + settings.giveUpAfter() + ": " + why);
      case RetryLater(var why) -> {
        deliveries.failed(queued, why);
        LOG.warn("message {} to {} waits, attempt {}: {}", queued.id(),
            queued.delivery().destination(), queued.attempts() + 1, why);
        yield again(settings.pause(queued.attempts() + 1));
      }
    };
  }

  private CompletionHandler<Void> done(
      QueuedDelivery queued, DeliveryState state, String reason) {
    deliveries.finish(queued, state, reason);
    if (state == DeliveryState.DEAD) {
      LOG.error("message {} to {} is dead after {} attempts: {}", queued.id(),
          queued.delivery().destination(), queued.attempts() + 1, reason);
    }
    return new CompletionHandler.OnCompleteRemove<>();
  }

  private boolean isTooOld(QueuedDelivery queued) {
    return queued.created().plus(settings.giveUpAfter()).isBefore(deliveries.clock().instant());
  }

  private CompletionHandler<Void> again(Duration pause) {
    return (complete, operations) ->
        operations.reschedule(complete, deliveries.clock().instant().plus(pause));
  }
}
