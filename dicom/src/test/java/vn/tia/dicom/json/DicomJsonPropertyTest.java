package vn.tia.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// What is written is read back the same, whatever a data set holds.
class DicomJsonPropertyTest {
  private static final String LETTERS = "aZ09 .,^\"/\u0001\tĐễ語😀{}[]:";

  static Stream<Integer> seeds() {
    return Stream.iterate(1, seed -> seed + 1).limit(300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsBackWhatItWrote(int seed) throws IOException {
    Dataset dataset = new Generator(new Random(seed)).dataset(3);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DicomJsonWriter(BulkDataUris.NONE).write(dataset, out);

    Dataset read = new DicomJsonReader().read(new ByteArrayInputStream(out.toByteArray()));

    assertThat(read).isEqualTo(dataset);
  }

  /// Makes data sets of all VRs, values of all lengths, and sequences within sequences.
  private record Generator(Random random) {

    Dataset dataset(int depth) {
      DatasetBuilder builder = Dataset.builder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        Vr vr = Vr.values()[random.nextInt(Vr.values().length)];
        Tag tag = new Tag(random.nextInt());
        if (!tag.isGroupLength() && !tag.equals(Tags.SPECIFIC_CHARACTER_SET)) {
          builder.put(new Element(tag, vr, value(vr, depth)));
        }
      }
      return builder.build();
    }

    private Value value(Vr vr, int depth) {
      if (random.nextInt(8) == 0) {
        return Value.EMPTY;
      }
      return switch (vr.shape()) {
        case TEXT -> text(vr);
        case NUMBERS -> new Value.Numbers(some(() -> number(vr)));
        case TAGS -> new Value.TagList(some(() -> new Tag(random.nextInt())));
        case BINARY -> new Value.Binary(bytes());
        case SEQUENCE -> new Value.Sequence(
            depth == 0 ? List.of() : some(() -> dataset(depth - 1)));
      };
    }

    private Value text(Vr vr) {
      int count = vr.isMultiValued() ? 1 + random.nextInt(4) : 1;
      List<String> texts = Stream.generate(() -> random.nextInt(5) == 0 ? "" : word(vr))
          .limit(count).toList();
      // Nothing but empty values is nothing at all in JSON.
      return texts.stream().allMatch(String::isEmpty) ? Value.EMPTY : new Value.Text(texts);
    }

    private String word(Vr vr) {
      return switch (vr) {
        case IS -> Integer.toString(random.nextInt());
        case DS -> Double.toString(random.nextGaussian());
        case PN -> name();
        default -> letters(LETTERS) + "x";
      };
    }

    private String name() {
      String alphabetic = letters("aĐễ ") + "x^" + letters("ab") + "y";
      return random.nextBoolean() ? alphabetic : alphabetic + "=王^小東";
    }

    private String letters(String from) {
      StringBuilder text = new StringBuilder();
      int[] choice = from.codePoints().toArray();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.appendCodePoint(choice[random.nextInt(choice.length)]);
      }
      return text.toString().strip();
    }

    private Number number(Vr vr) {
      return switch (vr) {
        case FL -> Float.intBitsToFloat(random.nextInt());
        case FD -> Double.longBitsToDouble(random.nextLong());
        case SS -> (int) (short) random.nextInt();
        case US -> random.nextInt(65_536);
        case SL -> random.nextInt();
        case UL -> Integer.toUnsignedLong(random.nextInt());
        case SV -> random.nextLong();
        default -> new BigInteger(64, random);
      };
    }

    private Bytes bytes() {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      return Bytes.wrap(bytes);
    }

    private <T> List<T> some(Supplier<T> maker) {
      return Stream.generate(maker).limit(1 + random.nextInt(3)).toList();
    }
  }
}
