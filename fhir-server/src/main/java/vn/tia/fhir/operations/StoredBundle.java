package vn.tia.fhir.operations;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.CodeType;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// A searchset Bundle of stored resources: as text, in which they stand as they are stored, or as
/// a model for every other form of answer.
///
/// @param next where the next page is
public record StoredBundle(String base, String self, Optional<String> next, OptionalInt total,
    List<Entry> entries) {
  private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";

  public StoredBundle {
    entries = List.copyOf(entries);
  }

  /// A resource and why it is there.
  public record Entry(StoredResource resource, SearchEntryMode mode, Optional<Match> match) {
    public static Entry match(StoredResource resource) {
      return new Entry(resource, SearchEntryMode.MATCH, Optional.empty());
    }

    public static Entry included(StoredResource resource) {
      return new Entry(resource, SearchEntryMode.INCLUDE, Optional.empty());
    }
  }

  /// How well a patient matches: the score from 0 to 1, and the grade by R4's match-grade.
  public record Match(BigDecimal score, String grade) {}

  String json() {
    var json = new StringBuilder(4_096);
    json.append("{\"resourceType\":\"Bundle\",\"id\":\"").append(UUID.randomUUID())
        .append("\",\"meta\":{\"lastUpdated\":\"").append(Instant.now())
        .append("\"},\"type\":\"searchset\"");
    total.ifPresent(count -> json.append(",\"total\":").append(count));
    json.append(",\"link\":[{\"relation\":\"self\",\"url\":").append(quoted(self)).append('}');
    next.ifPresent(url ->
        json.append(",{\"relation\":\"next\",\"url\":").append(quoted(url)).append('}'));
    json.append(']');
    var start = json.length();
    entries.forEach(entry -> append(json, entry));
    if (json.length() > start) {
      json.replace(start, start + 1, ",\"entry\":[").append(']');
    }
    return json.append('}').toString();
  }

  private void append(StringBuilder json, Entry entry) {
    json.append(",{\"fullUrl\":").append(quoted(base + "/" + entry.resource().key()))
        .append(",\"resource\":").append(entry.resource().json()).append(",\"search\":{");
    entry.match().ifPresent(match -> json.append("\"extension\":[{\"url\":\"").append(GRADE)
        .append("\",\"valueCode\":\"").append(match.grade()).append("\"}],"));
    json.append("\"mode\":\"").append(entry.mode().toCode()).append('"');
    entry.match().ifPresent(match ->
        json.append(",\"score\":").append(match.score().toPlainString()));
    json.append("}}");
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  Bundle model() {
    var bundle = new Bundle().setType(BundleType.SEARCHSET);
    bundle.setId(UUID.randomUUID().toString());
    bundle.getMeta().setLastUpdated(Date.from(Instant.now()));
    total.ifPresent(bundle::setTotal);
    bundle.addLink().setRelation("self").setUrl(self);
    next.ifPresent(url -> bundle.addLink().setRelation("next").setUrl(url));
    for (var entry : entries) {
      var search = bundle.addEntry().setFullUrl(base + "/" + entry.resource().key())
          .setResource(FhirJson.decode(entry.resource().json()))
          .getSearch().setMode(entry.mode());
      entry.match().ifPresent(match -> search.setScore(match.score())
          .addExtension(GRADE, new CodeType(match.grade())));
    }
    return bundle;
  }
}
