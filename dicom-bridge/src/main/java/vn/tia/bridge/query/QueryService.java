package vn.tia.bridge.query;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.FindRequest;
import vn.tia.dicom.net.FindResponses;
import vn.tia.dicom.net.FindService;
import vn.tia.dicom.net.QueryOptions;
import vn.tia.dicom.net.QueryOptions.Option;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.Access;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.studies.InvalidKeyException;
import vn.tia.records.studies.MatchPages;
import vn.tia.records.studies.StudySearch;

/// The Query SCP of both roots: who asks sees what his own facility holds (PS3.4 section C.4.1).
///
/// Matches are read page by page as the network takes them, so neither many matches nor a slow
/// peer costs memory.
public final class QueryService implements FindService {
  private static final QueryOptions OPTIONS = QueryOptions.of(
      Option.RELATIONAL_QUERIES, Option.DATE_TIME_MATCHING, Option.FUZZY_PERSON_NAMES);

  private final AccessRule rule;
  private final StudySearch search;
  private final Audit audit;
  private final QuerySettings settings;
  private final Elsewhere elsewhere;

  public QueryService(
      AccessRule rule, StudySearch search, Audit audit, QuerySettings settings) {
    this(rule, search, audit, settings, Elsewhere.NOWHERE);
  }

  private QueryService(AccessRule rule, StudySearch search, Audit audit, QuerySettings settings,
      Elsewhere elsewhere) {
    this.rule = rule;
    this.search = search;
    this.audit = audit;
    this.settings = settings;
    this.elsewhere = elsewhere;
  }

  /// The same, which answers what lies elsewhere too, behind what is here.
  public QueryService with(Elsewhere elsewhere) {
    return new QueryService(rule, search, audit, settings, elsewhere);
  }

  @Override
  public boolean serves(String sopClassUid) {
    return InformationModel.ofFind(sopClassUid).isPresent();
  }

  @Override
  public Optional<Bytes> negotiate(String sopClassUid, Bytes proposed) {
    return Optional.of(OPTIONS.answer(proposed));
  }

  @Override
  public Status find(FindRequest request, FindResponses out) {
    var caller = request.association();
    var grant = rule.dicom(caller.callingAe(), caller.remoteAddress().getAddress())
        .filter(one -> one.allows(Right.QUERY));
    if (grant.isEmpty()) {
      var refusal = Status.NOT_AUTHORIZED.withComment("this AE may not search studies");
      audit.recordRefusal(event(
          caller, OptionalInt.empty(), "studies", "%04X".formatted(refusal.code())));
      return refusal;
    }
    try {
      var identifier = StudyIdentifier.read(request.identifier(),
          InformationModel.ofFind(request.sopClassUid()).orElseThrow(), options(request),
          Math.min(settings.pageRows(), settings.matchesMax() + 1));
      var answers = new Answers(request, identifier, pending(identifier), out);
      var others = elsewhere.ask(request, identifier.level(), grant.get().access());
      var status = answers.send(pages(identifier, grant.get().access()), others);
      if (status.isSuccess() && others != MatchPages.NONE) {
        status = answers.send(answers.unknown(others), MatchPages.NONE);
      }
      audit.recordRead(event(caller, OptionalInt.of(grant.get().facility().id()),
          identifier.level() + " level, " + answers.count + " matches", "done"));
      return status;
    } catch (InvalidIdentifierException e) {
      return e.status();
    } catch (InvalidKeyException e) {
      return Status.DATASET_DOES_NOT_MATCH_SOP_CLASS.withComment(e.getMessage());
    } catch (RecordsUnavailable e) {
      return Status.OUT_OF_RESOURCES.withComment("the records can't be read now");
    }
  }

  /// Whether a key that is to be matched is passed over shows in each match.
  private Status pending(StudyIdentifier identifier) {
    var query = identifier.query();
    var passedOver = search.unmatched(query).stream()
        .map(path -> path.steps().isEmpty()
            ? query.keys().get(path.tag()) : query.nestedKeys().get(path))
        .anyMatch(value -> value != null && !value.strip().equals("*"));
    return passedOver ? Status.PENDING_WITHOUT_OPTIONAL_KEYS : Status.PENDING;
  }

  /// What was agreed on the association; without a word, the baseline.
  private static QueryOptions options(FindRequest request) {
    return request.association().agreement().extended(request.sopClassUid())
        .map(QueryOptions::of)
        .orElse(QueryOptions.of());
  }

  private MatchPages pages(StudyIdentifier identifier, Access access) {
    return identifier.level() == Level.PATIENT
        ? search.patients(identifier.query(), access)
        : search.pages(identifier.query(), access);
  }

  private static AuditRecord event(
      AssociationInfo caller, OptionalInt facilityId, String target, String outcome) {
    return new AuditRecord(facilityId, "DICOM", caller.callingAe() + "@"
        + caller.remoteAddress().getAddress().getHostAddress(), "C-FIND", target, outcome);
  }

  /// The answers to one request, counted.
  private final class Answers {
    private final FindRequest request;
    private final Level level;
    private final Status pending;
    private final FindResponses out;
    private final StationCharacterSet station;
    /// The patients answered, so that other archives name none of them again.
    private final Set<String> patients = new HashSet<>();
    private final int pageRows;
    private int count;

    Answers(FindRequest request, StudyIdentifier identifier, Status pending, FindResponses out) {
      this.request = request;
      this.level = identifier.level();
      this.pending = pending;
      this.pageRows = identifier.query().limit();
      this.out = out;
      this.station = settings.stations().of(request.association().callingAe());
    }

    /// Without the patients that were answered.
    MatchPages unknown(MatchPages pages) {
      return level == Level.PATIENT
          ? () -> pages.next().stream()
              .filter(match -> !patients.contains(match.string(Tags.PATIENT_ID).orElse("")))
              .toList()
          : pages;
    }

    /// @param behind what is sent after it
    Status send(MatchPages pages, MatchPages behind) {
      for (var page = pages.next(); !page.isEmpty(); page = pages.next()) {
        var isWaited = behind != MatchPages.NONE || page.size() >= pageRows;
        for (var match : page) {
          if (count == settings.matchesMax()) {
            return Status.OUT_OF_RESOURCES.withComment(
                "more than " + settings.matchesMax() + " matches, ask for fewer");
          }
          if (level == Level.PATIENT) {
            patients.add(match.string(Tags.PATIENT_ID).orElse(""));
          }
          if (!isTaken(answer(match), isWaited && match == page.getLast())) {
            return Status.CANCEL;
          }
          count++;
        }
      }
      return Status.SUCCESS;
    }

    /// Hands a match over: what comes behind it may take a while, or is the last answer.
    private boolean isTaken(Dataset answer, boolean isLastBeforeWaiting) {
      return isLastBeforeWaiting
          ? out.pending(pending, answer) : out.withNext(pending, answer);
    }

    /// Where to retrieve it from stands in every answer: here.
    private Dataset answer(Dataset match) {
      var title = request.association().calledAe();
      var known = match.toBuilder()
          .put(Tags.QUERY_RETRIEVE_LEVEL, level.name())
          .put(Tags.RETRIEVE_AE_TITLE, title)
          .build();
      return ReturnKeys.answer(request.identifier(), known, station).toBuilder()
          .put(Tags.RETRIEVE_AE_TITLE, title)
          .build();
    }
  }
}
