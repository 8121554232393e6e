package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpecificCharacterSetTest {
  /// The examples of PS3.5 annexes H, I, J and K, and single-byte sets.
  static Stream<Arguments> examples() {
    return Stream.of(
        Arguments.of("\\ISO 2022 IR 87", "Yamada^Tarou=山田^太郎=やまだ^たろう", """
            59616D6164615E5461726F753D              # Yamada^Tarou=
            1B2442 3B334544 1B2842 5E               # 山田^
            1B2442 42404F3A 1B2842 3D               # 太郎=
            1B2442 2464245E2440 1B2842 5E           # やまだ^
            1B2442 243F246D2426 1B2842              # たろう
            """),
        Arguments.of("ISO 2022 IR 13\\ISO 2022 IR 87",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", """
            D4CFC0DE 5E C0DBB3 3D                   # ﾔﾏﾀﾞ^ﾀﾛｳ=
            1B2442 3B334544 1B284A 5E               # 山田^
            1B2442 42404F3A 1B284A 3D               # 太郎=
            1B2442 2464245E2440 1B284A 5E           # やまだ^
            1B2442 243F246D2426 1B284A              # たろう
            """),
        Arguments.of("\\ISO 2022 IR 149", "Hong^Gildong=洪^吉洞=홍^길동", """
            486F6E675E47696C646F6E673D              # Hong^Gildong=
            1B242943 FBF3 5E                        # 洪^
            1B242943 D1CED4D7 3D                    # 吉洞=
            1B242943 C8AB 5E                        # 홍^
            1B242943 B1E6B5BF                       # 길동
            """),
        Arguments.of("\\ISO 2022 IR 58", "Zhang^XiaoDong=张^小东=", """
            5A68616E675E5869616F446F6E673D          # Zhang^XiaoDong=
            1B242941 D5C5 5E                        # 张^
            1B242941 D0A1B6AB 3D                    # 小东=
            """),
        Arguments.of("ISO_IR 192", "Wang^XiaoDong=王^小東=", """
            57616E675E5869616F446F6E673D            # Wang^XiaoDong=
            E78E8B 5E E5B08FE69DB1 3D               # 王^小東=
            """),
        Arguments.of("GB18030", "Wang^XiaoDong=王^小东=", """
            57616E675E5869616F446F6E673D            # Wang^XiaoDong=
            CDF5 5E D0A1B6AB 3D                     # 王^小东=
            """),
        Arguments.of("ISO_IR 192", "Đặng^Thị Hường", """
            C490 E1BAB7 6E67 5E                     # Đặng^
            5468 E1BB8B 20 48 C6B0 E1BB9D 6E67      # Thị Hường
            """),
        Arguments.of("ISO_IR 100", "Äneas^Rüdiger", "C46E6561735E52FC6469676572"),
        Arguments.of("ISO_IR 144", "Люкceмбypг", "BBEEDA6365DC D179 70 D3"),
        Arguments.of("ISO_IR 203", "Œuvre €", "BC75767265 20 A4"),
        Arguments.of("ISO_IR 166", "สมชาย", "CAC1AAD2C2"),
        Arguments.of("ISO 2022 IR 100\\ISO 2022 IR 144", "Müller Люк", """
            4DFC6C6C6572 20 1B2D4C BBEEDA           # Latin-1, then Cyrillic from 0x80 on
            """));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readsAndWritesTheStandardsExamples(String terms, String text, String bytes) {
    var set = SpecificCharacterSet.of(List.of(terms.split("\\\\", -1)));

    assertThat(set.decode(Bytes.hex(bytes), Vr.PN)).isEqualTo(text);
    assertThat(set.encode(text, Vr.PN).toHex()).isEqualTo(Bytes.hex(bytes).toHex());
    assertThat(set.canEncode(text)).isTrue();
  }

  @Test
  void marksBytesThatTheSetDoesNotKnow() {
    assertThat(SpecificCharacterSet.UTF_8.decode(Bytes.hex("41 FF 42"), Vr.LO))
        .isEqualTo("A\uFFFDB");
    assertThat(SpecificCharacterSet.ASCII.decode(Bytes.hex("41 E9 42"), Vr.LO))
        .isEqualTo("A\uFFFDB");
  }

  @Test
  void takesAnUnknownTermForAscii() {
    assertThat(SpecificCharacterSet.of("KLINGON").decode(Bytes.hex("41 42"), Vr.LO))
        .isEqualTo("AB");
  }

  @Test
  void understandsTermsThatAreMisspelt() {
    for (String term : List.of("ISO IR 192", "ISO_IR_192", "ISO-IR 192", "iso_ir 192")) {
      assertThat(SpecificCharacterSet.of(term).decode(Bytes.hex("C490"), Vr.LO)).isEqualTo("Đ");
    }
  }

  @Test
  void readsTwoByteTextWhoseEscapeWasLeftOut() {
    assertThat(SpecificCharacterSet.of("ISO 2022 IR 149").decode(Bytes.hex("B1E6B5BF"), Vr.PN))
        .isEqualTo("길동");
  }

  @Test
  void endsOnBrokenEscapes() {
    var set = SpecificCharacterSet.of("", "ISO 2022 IR 87");

    assertThat(set.decode(Bytes.hex("41 1B"), Vr.LO)).isEqualTo("A");
    assertThat(set.decode(Bytes.hex("41 1B24"), Vr.LO)).isEqualTo("A");
    assertThat(set.decode(Bytes.hex("1B2442 3B"), Vr.LO)).isEqualTo("\uFFFD");
    assertThat(set.decode(Bytes.hex("1B2844 41"), Vr.LO)).isEqualTo("A");
  }

  @Test
  void isNotSlowedByABombOfEscapes() {
    var set = SpecificCharacterSet.of("", "ISO 2022 IR 87");
    Bytes bomb = Bytes.hex("1B2442 1B2842 5E".repeat(200_000));

    assertThat(set.decode(bomb, Vr.PN)).isEqualTo("^".repeat(200_000));
  }

  @Test
  void saysWhatItCannotHold() {
    assertThat(SpecificCharacterSet.of("ISO_IR 100").canEncode("Đặng")).isFalse();
    assertThat(SpecificCharacterSet.of("", "ISO 2022 IR 87").canEncode("ặ")).isFalse();
  }

  /// All defined terms of PS3.3 section C.12.1.1.2, without and with code extensions.
  static Stream<String> definedTerms() {
    List<String> numbers = List.of(
        "100", "101", "109", "110", "144", "127", "126", "138", "148", "203", "13", "166");
    return Stream.of(
        numbers.stream().map(number -> "ISO_IR " + number),
        numbers.stream().map(number -> "ISO 2022 IR " + number),
        numbers.stream().map(number -> "ISO 2022 IR 6\\ISO 2022 IR " + number),
        Stream.of("ISO_IR 6", "ISO 2022 IR 6", "\\ISO 2022 IR 87", "\\ISO 2022 IR 159",
            "\\ISO 2022 IR 149", "\\ISO 2022 IR 58", "ISO 2022 IR 13\\ISO 2022 IR 87",
            "ISO 2022 IR 6\\ISO 2022 IR 87\\ISO 2022 IR 159", "ISO 2022 IR 149",
            "ISO 2022 IR 58", "ISO 2022 IR 100\\ISO 2022 IR 126\\ISO 2022 IR 149",
            "ISO_IR 192", "GB18030", "GBK")).flatMap(terms -> terms);
  }

  @ParameterizedTest
  @MethodSource("definedTerms")
  void readsEveryCharacterThatItWrites(String terms) {
    var set = SpecificCharacterSet.of(List.of(terms.split("\\\\", -1)));
    var held = new StringBuilder();
    for (int code = 0x20; code < 0x10000; code++) {
      String one = Character.toString(code);
      boolean isCharacter = code != '\\' && code != '~' && Character.isDefined(code)
          && !Character.isISOControl(code) && !Character.isSurrogate((char) code)
          && code != 0xFFFD;
      if (isCharacter && set.canEncode(one)) {
        held.append(one);
      }
    }

    assertThat(set.unknownTerms()).isEmpty();
    assertThat(held).hasSizeGreaterThan(92);
    String text = held.toString();
    for (int from = 0; from < text.length(); from += 500) {
      String some = text.substring(from, Math.min(text.length(), from + 500));
      for (Vr vr : List.of(Vr.LO, Vr.PN, Vr.LT)) {
        assertThat(set.decode(set.encode(some, vr), vr)).as(terms).isEqualTo(some);
      }
    }
  }

  @Test
  void choosesTheSmallestSetThatHoldsATextOrUtf8() {
    assertThat(SpecificCharacterSet.smallest(List.of("Nguyen", "")).terms()).isEmpty();
    assertThat(SpecificCharacterSet.smallest(List.of("Müller", "Ana")))
        .hasToString("ISO_IR 100");
    assertThat(SpecificCharacterSet.smallest(List.of("Dvořák"))).hasToString("ISO_IR 101");
    assertThat(SpecificCharacterSet.smallest(List.of("Люк"))).hasToString("ISO_IR 144");
    assertThat(SpecificCharacterSet.smallest(List.of("Διονυσιος"))).hasToString("ISO_IR 126");
    assertThat(SpecificCharacterSet.smallest(List.of("สมชาย"))).hasToString("ISO_IR 166");
    assertThat(SpecificCharacterSet.smallest(List.of("Müller", "Люк"))).hasToString("ISO_IR 192");
    for (String name : List.of(
        "Đặng Thị Hường", "Nguyễn", "ươ", "王", "ﾔﾏﾀﾞ", "한", "\uD83E\uDE7B")) {
      assertThat(SpecificCharacterSet.smallest(List.of(name))).hasToString("ISO_IR 192");
    }
  }

  @Test
  void saysWhichTermsNobodyKnows() {
    assertThat(SpecificCharacterSet.of("", "KLINGON", "ISO IR 100").unknownTerms())
        .containsExactly("KLINGON");
    Element name = Element.encoded(Tags.PATIENT_NAME, Vr.PN, Bytes.hex("41E9"), new Encoding(
        ByteOrder.LITTLE_ENDIAN, SpecificCharacterSet.of("KLINGON")));
    assertThat(name.hasUnreadableText()).isTrue();
  }

  @Test
  void takesVietnameseThereAndBackComposedAndDecomposed() {
    String composed = "Đặng Thị Hường Ỹ ươ ễ ạ Ắ";
    String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
    for (String name : List.of(composed, decomposed)) {
      for (SpecificCharacterSet set :
          List.of(SpecificCharacterSet.UTF_8, SpecificCharacterSet.of("GB18030"))) {
        assertThat(set.decode(set.encode(name, Vr.PN), Vr.PN)).isEqualTo(name);
      }
    }
  }
}
