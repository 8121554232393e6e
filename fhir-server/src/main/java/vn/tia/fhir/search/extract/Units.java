package vn.tia.fhir.search.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/// Converts amounts to UCUM's base units, so that all units of one kind compare.
public final class Units {
  public static final String UCUM = "http://unitsofmeasure.org";

  private Units() {}

  /// An amount in base units.
  public record Canonical(BigDecimal value, String code) {}

  /// The amount in base units, empty where the code is no UCUM unit.
  public static Optional<Canonical> canonical(BigDecimal value, String code) {
    try {
      var pair = Service.UCUM.getCanonicalForm(
          new Pair(new Decimal(value.toPlainString(), DIGITS), code));
      return Optional.of(
          new Canonical(new BigDecimal(pair.getValue().asDecimal()), pair.getCode()));
    } catch (UcumException | RuntimeException noUnit) {
      return Optional.empty();
    }
  }

  // More than a double has, so that conversions of equal amounts end in equal doubles.
  private static final int DIGITS = 24;

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
