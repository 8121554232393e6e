package vn.tia.fhir.search.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/// Converts amounts to UCUM's base units, so that all units of one kind compare.
public final class Units {
  public static final String UCUM = "http://unitsofmeasure.org";

  // More than a double has, so that conversions of equal amounts end in equal doubles.
  private static final int DIGITS = 24;

  /// Units in use are some dozens; the codes come from clients.
  private static final int REMEMBERED_MAX = 2_000;
  private static final Map<String, Optional<Canonical>> ONE_OF_EACH = new ConcurrentHashMap<>();

  private Units() {}

  /// An amount in base units.
  public record Canonical(BigDecimal value, String code) {}

  /// The amount in base units, empty where the code is no UCUM unit.
  public static Optional<Canonical> canonical(BigDecimal value, String code) {
    var known = ONE_OF_EACH.get(code);
    var one = known == null ? remembered(code) : known;
    return one.map(of -> new Canonical(value.multiply(of.value()), of.code()));
  }

  /// To take a unit apart costs a hundred times what all else of an Observation does.
  private static Optional<Canonical> remembered(String code) {
    var one = one(code);
    if (ONE_OF_EACH.size() < REMEMBERED_MAX) {
      ONE_OF_EACH.put(code, one);
    }
    return one;
  }

  private static Optional<Canonical> one(String code) {
    try {
      var pair = Service.UCUM.getCanonicalForm(new Pair(new Decimal("1", DIGITS), code));
      return Optional.of(
          new Canonical(new BigDecimal(pair.getValue().asDecimal()), pair.getCode()));
    } catch (UcumException | RuntimeException noUnit) {
      return Optional.empty();
    }
  }

  private static final class Service {
    static final UcumEssenceService UCUM = read();

    private static UcumEssenceService read() {
      try (var essence = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
        return new UcumEssenceService(essence);
      } catch (UcumException e) {
        throw new IllegalStateException("the UCUM definitions cannot be read", e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
