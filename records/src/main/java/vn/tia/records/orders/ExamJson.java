package vn.tia.records.orders;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The values of an exam as JSON, as rows keep them. What is absent is left out; a list or an
/// optional value that an older row doesn't have is empty; what is unknown is skipped.
public final class ExamJson {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_ABSENT))
      .withConfigOverride(List.class, lists ->
          lists.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
      .changeDefaultVisibility(all -> all.withIsGetterVisibility(Visibility.NONE))
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  private ExamJson() {}

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  public static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }
}
