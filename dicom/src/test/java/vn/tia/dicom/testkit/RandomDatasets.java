package vn.tia.dicom.testkit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Makes data sets of all VRs, nested, with Vietnamese, Chinese and Greek text; one seed, one data
/// set. Print the seed when a test fails with it.
public final class RandomDatasets {
  private static final List<Dictionary.Entry> ATTRIBUTES = Dictionary.all().stream()
      .filter(entry -> !entry.vrs().isEmpty() && entry.tag().group() > 4)
      .filter(entry -> entry.tag().group() < 0xFFFA)
      .filter(entry -> !entry.tag().equals(Tags.SPECIFIC_CHARACTER_SET))
      .filter(entry -> !entry.tag().equals(Tags.PIXEL_REPRESENTATION))
      .filter(entry -> !entry.tag().isGroupLength())
      .sorted(Comparator.comparing(Dictionary.Entry::tag))
      .toList();

  private static final String[] WORDS = {
    "Nguyễn", "Thị Hường", "Đặng", "王", "小东", "Διονυσιος", "CT", "a b", "x^y", "=", "1.5", "é",
    "\uD83E\uDE7B"};

  private final Random random;

  private RandomDatasets(long seed) {
    random = new Random(seed);
  }

  /// A data set whose VRs are those of the dictionary, so that every transfer syntax keeps it.
  public static Dataset ofDictionary(long seed) {
    return new RandomDatasets(seed).dataset(2).build();
  }

  /// A data set that also has private elements of all VRs, for the explicit transfer syntaxes.
  public static Dataset ofAllVrs(long seed) {
    var datasets = new RandomDatasets(seed);
    DatasetBuilder builder = datasets.dataset(1)
        .put(new Element(Tag.of(0x0041, 0x0010), Vr.LO, new Value.Text(List.of("TIA"))));
    for (Vr vr : Vr.values()) {
      Tag tag = Tag.of(0x0041, 0x1000 + vr.ordinal());
      builder.put(new Element(tag, vr, datasets.value(vr, 1)));
    }
    return builder.build();
  }

  private DatasetBuilder dataset(int depth) {
    DatasetBuilder builder = Dataset.builder().put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    for (int i = random.nextInt(20); i >= 0; i--) {
      Tag tag = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())).tag();
      Vr vr = Dictionary.vrOf(tag);
      builder.put(new Element(tag, vr, value(vr, depth)));
    }
    return builder;
  }

  private Value value(Vr vr, int depth) {
    if (random.nextInt(10) == 0) {
      return Value.EMPTY;
    }
    return switch (vr) {
      case SQ -> new Value.Sequence(
          depth == 0 ? List.of() : some(() -> dataset(depth - 1).build()));
      case AT -> new Value.TagList(some(() -> new Tag(random.nextInt())));
      case US -> new Value.Numbers(some(() -> random.nextInt(0x10000)));
      case SS -> new Value.Numbers(some(() -> (int) (short) random.nextInt()));
      case SL -> new Value.Numbers(some(random::nextInt));
      case UL -> new Value.Numbers(some(() -> random.nextInt() & 0xFFFFFFFFL));
      case SV -> new Value.Numbers(some(random::nextLong));
      case UV -> new Value.Numbers(some(() -> new BigInteger(64, random)));
      case FL -> new Value.Numbers(some(random::nextFloat));
      case FD -> new Value.Numbers(some(random::nextDouble));
      case OB, OD, OF, OL, OV, OW, UN -> new Value.Binary(bytes(8 * random.nextInt(600)));
      case LT, ST, UT, UR -> new Value.Text(List.of(text(vr)));
      case AE, AS, CS, DA, DS, DT, IS, LO, PN, SH, TM, UC, UI ->
          new Value.Text(some(() -> text(vr)));
    };
  }

  private Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private String text(Vr vr) {
    if (vr.hasCharacterSet()) {
      return String.join(" ", some(() -> WORDS[random.nextInt(WORDS.length)]));
    }
    return switch (vr) {
      case DA -> "%04d%02d%02d".formatted(
          1900 + random.nextInt(200), 1 + random.nextInt(12), 1 + random.nextInt(28));
      case TM -> "%02d%02d%02d".formatted(
          random.nextInt(24), random.nextInt(60), random.nextInt(60));
      case IS -> Integer.toString(random.nextInt());
      case DS -> Float.toString(random.nextFloat());
      case UI -> "1.2." + random.nextInt(1, Integer.MAX_VALUE);
      default -> "A" + random.nextInt(100_000);
    };
  }

  private <T> List<T> some(Supplier<T> one) {
    return Stream.generate(one).limit(1 + random.nextInt(3)).toList();
  }

  /// The seeds that tests try, always the same ones, so that a failure comes again.
  public static List<Long> seeds(int count) {
    var seeds = new ArrayList<Long>();
    IntStream.range(0, count).forEach(i -> seeds.add(20261124L + i));
    return seeds;
  }
}
