package vn.tia.bench.scale;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Patients as a Vietnamese hospital has them: four of ten are called Nguyễn, and a handful of
/// given names is everywhere.
final class People {
  /// Families with how many of a thousand people bear them.
  private static final Choice FAMILIES = Choice.of("Nguyễn 384 Trần 121 Lê 95 Phạm 70 Hoàng 51 "
      + "Huỳnh 51 Phan 45 Vũ 39 Võ 39 Đặng 21 Bùi 20 Đỗ 14 Hồ 13 Ngô 13 Dương 10 Lý 5 Trịnh 3 "
      + "Quách 1 Thạch 1 Giàng 1");
  private static final Choice MIDDLES_OF_WOMEN = Choice.of(
      "Thị 600 Ngọc 110 Thanh 60 Kim 50 Thu 40 Minh 40 Phương 40 Bích 30 Diệu 20 Hoài 10");
  private static final Choice MIDDLES_OF_MEN = Choice.of(
      "Văn 480 Đức 90 Minh 90 Hữu 80 Quang 70 Thanh 60 Công 50 Xuân 40 Đình 30 Trọng 10");
  private static final Choice GIVEN = Choice.of("Anh 50 Hương 40 Hùng 38 Dũng 36 Hoa 36 Lan 34 "
      + "Linh 32 Minh 32 Tuấn 32 Thảo 30 Hà 30 Hải 28 Hằng 28 Trang 28 Nam 26 Long 26 Sơn 24 "
      + "Phương 24 Thủy 24 Mai 24 Bình 22 Đức 22 Hiếu 22 Huy 20 Nga 20 Ngọc 20 Phúc 18 Quân 18 "
      + "Tâm 18 Thành 18 Thắng 16 Tú 16 Vân 16 Yến 14 Khánh 14 Loan 12 Nhung 12 Oanh 10 Quyên 10 "
      + "Khoa 8 Lộc 8 Kiệt 6 Nghĩa 6 Toàn 6 Uyên 4 Vinh 4 Quyết 2 Xoan 1 Chút 1");

  private People() {}

  /// A patient.
  ///
  /// @param birthDate as eight digits
  record Person(long number, String family, String middle, String given, boolean isWoman,
      String birthDate) {

    /// The number by which the hospital knows the patient.
    String id() {
      return "BN%07d".formatted(number);
    }

    String text() {
      return family + " " + middle + " " + given;
    }

    String personName() {
      return family + "^" + given + "^" + middle;
    }
  }

  /// The patient of a number, the same in every run.
  static Person of(long number) {
    var random = new SplittableRandom(number * 7919 + 1);
    boolean isWoman = random.nextBoolean();
    return new Person(number, FAMILIES.draw(random),
        (isWoman ? MIDDLES_OF_WOMEN : MIDDLES_OF_MEN).draw(random), GIVEN.draw(random), isWoman,
        "%04d%02d%02d".formatted(
            random.nextInt(1935, 2024), random.nextInt(1, 13), random.nextInt(1, 29)));
  }

  /// Words, each as likely as its weight says.
  record Choice(List<String> words, List<Integer> weights, int sum) {

    /// @param text words with their weights, parted by blanks
    static Choice of(String text) {
      var parts = List.of(text.split(" "));
      var words = IntStream.range(0, parts.size() / 2)
          .mapToObj(i -> parts.get(2 * i)).toList();
      var weights = IntStream.range(0, parts.size() / 2)
          .mapToObj(i -> Integer.valueOf(parts.get(2 * i + 1))).toList();
      return new Choice(words, weights, weights.stream().mapToInt(Integer::intValue).sum());
    }

    String draw(SplittableRandom random) {
      int left = random.nextInt(sum);
      int at = 0;
      while (left >= weights.get(at)) {
        left -= weights.get(at);
        at++;
      }
      return words.get(at);
    }
  }
}
