package vn.tia.fhir.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Builds index documents for tests: version 1 of a patient in facility 1, until told otherwise.
public final class IndexDocuments {
  private final Map<String, List<IndexValue>> values = new LinkedHashMap<>();
  private final String id;
  private String type = "Patient";
  private long version = 1;
  private int facilityId = 1;
  private Instant lastUpdated = Instant.parse("2026-01-01T00:00:00Z");

  private IndexDocuments(String id) {
    this.id = id;
  }

  public static IndexDocuments document(String id) {
    return new IndexDocuments(id);
  }

  public IndexDocuments type(String value) {
    type = value;
    return this;
  }

  public IndexDocuments version(long value) {
    version = value;
    return this;
  }

  public IndexDocuments facility(int value) {
    facilityId = value;
    return this;
  }

  public IndexDocuments updated(String value) {
    lastUpdated = Instant.parse(value);
    return this;
  }

  public IndexDocuments with(String param, IndexValue... added) {
    values.computeIfAbsent(param, _ -> new ArrayList<>()).addAll(List.of(added));
    return this;
  }

  public IndexDocuments named(String name) {
    return with("name", new IndexValue.Text(name), new IndexValue.Words(name));
  }

  /// A period of a day or of several, `to` excluded.
  public IndexDocuments during(String from, String to) {
    return with("date", new IndexValue.Period(day(from), day(to)));
  }

  public IndexChange put() {
    return new IndexChange.Put(
        new IndexDocument(type, id, version, facilityId, lastUpdated, values));
  }

  public static Instant day(String date) {
    return Instant.parse(date + "T00:00:00Z");
  }
}
