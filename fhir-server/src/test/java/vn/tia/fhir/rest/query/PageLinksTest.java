package vn.tia.fhir.rest.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.rest.query.PageLinks.Position;
import vn.tia.fhir.search.PageKey;
import vn.tia.records.access.Access;

class PageLinksTest {
  private static final Instant NOW = Instant.parse("2026-11-25T01:00:00Z");
  private static final Access CALLER = new Access(Set.of(1, 2));
  private static final Position POSITION = new Position("Patient",
      Map.of("name", List.of("đặng", "")),
      new PageKey(List.of(Optional.empty(), Optional.of("Patient/1"))));

  private static PageLinks at(Instant time, String secret) {
    return new PageLinks(
        secret.getBytes(), Duration.ofHours(24), Clock.fixed(time, ZoneOffset.UTC));
  }

  @Test
  void readsOnEachNodeForADayWhatItWrote() {
    var token = at(NOW, "secret").write(POSITION, CALLER);

    assertThat(at(NOW.plus(Duration.ofHours(23)), "secret").read(token, new Access(Set.of(2, 1))))
        .contains(POSITION);
    assertThat(at(NOW.plus(Duration.ofHours(25)), "secret").read(token, CALLER)).isEmpty();
  }

  @Test
  void fitsALongSearchIntoAUrl() {
    var random = new Random(7);
    var ids = IntStream.range(0, 500).mapToObj(_ -> new UUID(random.nextLong(), random.nextLong()))
        .map(UUID::toString).collect(Collectors.joining(","));
    var search = new Position("Patient", Map.of("_id", List.of(ids)), POSITION.after());
    var links = at(NOW, "secret");

    var token = links.write(search, CALLER);

    assertThat(token).hasSizeLessThan(16_384).startsWith("~");
    assertThat(links.read(token, CALLER)).contains(search);
    assertThat(links.read(token, Access.to(1))).isEmpty();
    assertThat(links.read("~" + token, CALLER)).isEmpty();
    assertThat(links.read(token.substring(0, 2_000), CALLER)).isEmpty();
  }

  @Test
  void givesThePageOfOneCallerToNoOther() {
    var links = at(NOW, "secret");
    var token = links.write(POSITION, CALLER);

    for (var other : List.of(Set.of(1), Set.of(2), Set.of(1, 2, 3), Set.<Integer>of())) {
      assertThat(links.read(token, new Access(other))).as(other.toString()).isEmpty();
    }
  }

  @Test
  void takesNoTokenThatAnotherWroteOrChanged() {
    var links = at(NOW, "secret");
    var token = links.write(POSITION, CALLER);

    assertThat(at(NOW, "guess").read(token, CALLER)).isEmpty();
    for (int i = 0; i < token.length() - 1; i++) {
      var changed = token.substring(0, i) + (token.charAt(i) == 'A' ? 'B' : 'A')
          + token.substring(i + 1);
      assertThat(links.read(changed, CALLER)).as("letter %d", i).isEmpty();
    }
    for (var none : List.of("", "A", "%", "A".repeat(20_000), token + "AAAA")) {
      assertThat(links.read(none, CALLER)).isEmpty();
    }
  }
}
