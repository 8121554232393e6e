package vn.tia.mapping.dicom.sr;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Quantity;
import vn.tia.mapping.dicom.sr.ContentItem.Amount;
import vn.tia.mapping.exam.Coded;

/// Brings a dose into the unit that the dose summary guide prescribes.
///
/// Devices write one unit in many ways (`Gy.m2`, `Gym2`, `dGy.cm2`); one that isn't known stays as
/// it was said, without a UCUM code.
enum DoseUnits {
  MILLIGRAY("mGy", Map.of("mgy", "1", "gy", "1000", "cgy", "10", "dgy", "100", "ugy", "0.001")),
  MILLIGRAY_CENTIMETRE("mGy.cm", Map.of("mgycm", "1", "gycm", "1000", "mgym", "100",
      "ugym", "0.1")),
  MILLIGRAY_SQUARE_CENTIMETRE("mGy.cm2", Map.of("gym2", "10000000", "mgym2", "10000",
      "ugym2", "10", "cgym2", "100000", "dgym2", "1000000", "gycm2", "1000", "dgycm2", "100",
      "cgycm2", "10", "mgycm2", "1", "ugycm2", "0.001")),
  SECOND("s", Map.of("s", "1", "min", "60", "ms", "0.001")),
  COUNT("1", Map.of("1", "1", "{events}", "1", "{frames}", "1", "", "1"));

  private static final String UCUM = "http://unitsofmeasure.org";

  private final String code;
  private final Map<String, String> factors;

  DoseUnits(String code, Map<String, String> factors) {
    this.code = code;
    this.factors = factors;
  }

  /// The amount in this unit.
  Quantity of(Amount amount) {
    var number = amount.number().orElseThrow();
    var said = amount.unit().map(Coded::code).orElse("");
    return factor(said)
        .map(factor -> new Quantity().setValue(plain(number.multiply(factor)))
            .setUnit(code).setSystem(UCUM).setCode(code))
        .orElseGet(() -> new Quantity().setValue(plain(number)).setUnit(said));
  }

  private Optional<BigDecimal> factor(String unit) {
    var key = unit.toLowerCase(Locale.ROOT).replace("µ", "u").replaceAll("[.*·\\s]", "");
    return Optional.ofNullable(factors.get(key)).map(BigDecimal::new);
  }

  private static BigDecimal plain(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
