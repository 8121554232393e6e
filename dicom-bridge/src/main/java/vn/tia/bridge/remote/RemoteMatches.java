package vn.tia.bridge.remote;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.query.Elsewhere;
import vn.tia.bridge.query.Level;
import vn.tia.dicom.net.FindRequest;
import vn.tia.records.access.Access;
import vn.tia.records.studies.MatchPages;

/// Hands a C-FIND on to other archives.
public record RemoteMatches(RemoteStudies remotes) implements Elsewhere {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteMatches.class);

  @Override
  public MatchPages ask(FindRequest request, Level level, Access access) {
    if (Forwarded.is(request.association()) || !remotes.isAsked(access)) {
      return MatchPages.NONE;
    }
    var question = new RemoteQuestion(level, request.identifier(), remotes.matchesMax());
    var task = new FutureTask<>(() -> remotes.find(question, access));
    Thread.ofVirtual().name("remote-matches").start(task);
    var pages = new ArrayDeque<>(List.of(task));
    return () -> pages.isEmpty() ? List.of() : matches(pages.pop());
  }

  private static List<vn.tia.dicom.data.Dataset> matches(FutureTask<RemoteStudies.Found> task) {
    try {
      return task.get().matches().stream().map(RemoteStudies.Match::attributes).toList();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("other archives could not be asked: {}", e.getCause().getClass().getName());
    }
    return List.of();
  }
}
