package vn.tia.bridge.remote;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.query.Level;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.records.access.Access;
import vn.tia.records.studies.CachedStudies;

/// What other archives hold beside ours, for queries and retrievals.
///
/// All archives of a caller's facilities are asked at once, for a limited time; what doesn't answer
/// is named, and the others' answers count. A study that is here is answered from here alone.
public final class RemoteStudies {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteStudies.class);

  private final List<Remote> remotes;
  private final CachedStudies cached;
  private final StudyCache cache;
  private final Settings settings;
  private final FoundListener listener;

  /// How long is waited, and for how much.
  ///
  /// @param patience for the answers to a query; 5 s by default, what a person waits
  /// @param matchesMax of one archive to one query; 1,000 by default
  /// @param fresh how long a copy is taken for the same as the original; 10 minutes by default
  public record Settings(Duration patience, int matchesMax, Duration fresh) {
    public static final Settings DEFAULT =
        new Settings(Duration.ofSeconds(5), 1_000, Duration.ofMinutes(10));
  }

  /// Hears of studies that were found elsewhere.
  @FunctionalInterface
  public interface FoundListener {
    void found(List<Match> studies);
  }

  /// What one archive holds.
  public record Match(int facilityId, String archive, Dataset attributes) {

    String study() {
      return attributes.string(Tags.STUDY_INSTANCE_UID).orElse("").strip();
    }
  }

  /// The matches that aren't here, and the archives that gave no answer.
  public record Found(List<Match> matches, List<String> silent) {
    public static final Found NOTHING = new Found(List.of(), List.of());
  }

  /// How it ended to have studies brought here.
  public enum Brought {
    /// They are here, or nowhere.
    DONE,
    /// At least one lies elsewhere and could not be brought.
    FAILED
  }

  public RemoteStudies(List<Remote> remotes, CachedStudies cached, StudyCache cache,
      Settings settings, FoundListener listener) {
    this.remotes = List.copyOf(remotes);
    this.cached = cached;
    this.cache = cache;
    this.settings = settings;
    this.listener = listener;
  }

  /// Whether there is anybody to ask for a caller.
  public boolean isAsked(Access access) {
    return remotes.stream().anyMatch(one -> one.isFor(access));
  }

  /// The question of a query of the records, with as many matches as are taken.
  public int matchesMax() {
    return settings.matchesMax();
  }

  /// Asks all archives of the caller's facilities.
  public Found find(RemoteQuestion question, Access access) {
    List<String> silent = new ArrayList<>();
    Map<String, Match> matches = new LinkedHashMap<>();
    ask(question, access, silent).forEach(one ->
        matches.putIfAbsent(one.facilityId() + "\\" + key(question.level(), one), one));
    if (question.level() == Level.PATIENT) {
      return new Found(List.copyOf(matches.values()), silent);
    }
    var here = cached.here(
        matches.values().stream().map(Match::study).distinct().toList(), access);
    var others = matches.values().stream()
        .filter(one -> !one.study().isEmpty() && !here.contains(one.study()))
        .map(RemoteStudies::available)
        .toList();
    if (question.level() == Level.STUDY && !others.isEmpty()) {
      listener.found(others);
    }
    return new Found(others, silent);
  }

  /// It takes a while to have it: Near-line (PS3.3 section C.4.23.1.1).
  private static Match available(Match match) {
    return new Match(match.facilityId(), match.archive(), match.attributes().toBuilder()
        .put(Tags.INSTANCE_AVAILABILITY, "NEARLINE").build());
  }

  private static String key(Level level, Match match) {
    var uid = match.attributes().string(level.uniqueKey()).orElse("").strip();
    return level == Level.PATIENT
        ? uid + "\\" + match.attributes().string(Tags.ISSUER_OF_PATIENT_ID).orElse("") : uid;
  }

  private List<Match> ask(RemoteQuestion question, Access access, List<String> silent) {
    var end = Instant.now().plus(settings.patience());
    Map<Remote, FutureTask<List<Dataset>>> asked = new LinkedHashMap<>();
    for (var remote : remotes) {
      if (remote.isFor(access)) {
        var task = new FutureTask<>(() -> remote.archive().find(question));
        asked.put(remote, task);
        Thread.ofVirtual().name("remote-query").start(task);
      }
    }
    List<Match> matches = new ArrayList<>();
    asked.forEach((remote, task) -> answer(remote, task, end).ifPresentOrElse(
        found -> found.forEach(one ->
            matches.add(new Match(remote.facilityId(), remote.archive().name(), one))),
        () -> silent.add(remote.archive().name())));
    return matches;
  }

  private static Optional<List<Dataset>> answer(
      Remote remote, FutureTask<List<Dataset>> task, Instant end) {
    try {
      long left = Math.max(0, Duration.between(Instant.now(), end).toMillis());
      return Optional.of(task.get(left, TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      LOG.warn("the archive {} did not answer a query in time", remote.archive().name());
    } catch (ExecutionException e) {
      var cause = e.getCause();
      LOG.warn("the archive {} answered no query: {}", remote.archive().name(),
          cause instanceof IOException ? cause.getMessage() : String.valueOf(cause));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    task.cancel(true);
    return Optional.empty();
  }

  /// Has studies brought here that lie elsewhere, and those that are here kept while they are read.
  public Brought bring(Collection<String> studyUids, Access access) {
    if (!isAsked(access)) {
      return Brought.DONE;
    }
    var brought = Brought.DONE;
    for (var uid : new HashSet<>(studyUids)) {
      try {
        bring(uid, access);
      } catch (IOException e) {
        LOG.warn("a study could not be brought here: {}", e.getMessage());
        brought = Brought.FAILED;
      }
    }
    return brought;
  }

  /// Has all studies of a patient brought here.
  public Brought bringPatient(String patientId, Access access) {
    if (!isAsked(access)) {
      return Brought.DONE;
    }
    var found = find(RemoteQuestion.of(vn.tia.records.studies.QueryLevel.STUDY,
        Map.of(Tags.PATIENT_ID, patientId), settings.matchesMax()), access);
    var brought = bring(found.matches().stream()
        .filter(one -> one.attributes().string(Tags.PATIENT_ID)
            .filter(id -> id.strip().equals(patientId)).isPresent())
        .map(Match::study).collect(Collectors.toSet()), access);
    return found.silent().isEmpty() ? brought : Brought.FAILED;
  }

  private void bring(String uid, Access access) throws IOException {
    var standing = cached.standing(uid, access);
    var copy = standing.flatMap(CachedStudies.Standing::copy);
    if (standing.isPresent() && copy.isEmpty()) {
      return;
    }
    if (copy.filter(CachedStudies.Copy::isComplete).isPresent()) {
      cache.lease(standing.get().studyId());
      if (isFresh(uid, standing.get(), copy.get(), access)) {
        return;
      }
    }
    Set<String> silent = new HashSet<>();
    var holder = holder(uid, access, silent);
    if (holder.isPresent()) {
      cache.fetch(holder.get(), uid);
    } else if (!silent.isEmpty() && copy.isEmpty()) {
      throw new IOException("no answer from " + silent);
    }
  }

  /// Whether a copy has what its original has; one whose archive doesn't say is used as it is.
  private boolean isFresh(String uid, CachedStudies.Standing standing, CachedStudies.Copy copy,
      Access access) {
    if (copy.fetched().isAfter(Instant.now().minus(settings.fresh()))) {
      return true;
    }
    var count = ask(RemoteQuestion.forStudy(uid), access, new ArrayList<>()).stream()
        .filter(match -> match.archive().equals(copy.archive()))
        .flatMap(match -> match.attributes()
            .string(Tags.NUMBER_OF_STUDY_RELATED_INSTANCES).stream())
        .findFirst();
    return count.isEmpty() || count.get().strip().equals(String.valueOf(standing.instances()));
  }

  private Optional<Remote> holder(String uid, Access access, Set<String> silent) {
    List<String> quiet = new ArrayList<>();
    var matches = ask(RemoteQuestion.forStudy(uid), access, quiet);
    silent.addAll(quiet);
    return matches.stream()
        .filter(match -> match.study().equals(uid))
        .flatMap(match -> remotes.stream().filter(remote ->
            remote.facilityId() == match.facilityId()
                && remote.archive().name().equals(match.archive())))
        .findFirst();
  }
}
