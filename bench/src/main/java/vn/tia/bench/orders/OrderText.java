package vn.tia.bench.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The order that is measured with: an `ORM^O01` of about 700 bytes, with a visit.
public final class OrderText {
  private OrderText() {}

  /// The order of a number; each number is another message, patient, order, visit and accession.
  public static byte[] of(String run, int number) {
    return of(run, number, number);
  }

  /// Another order of a known patient, who is told of in the same words.
  static byte[] of(String run, int number, int patient) {
    String id = run + "-" + number;
    String nationalId = "079%09d".formatted(
        Math.floorMod(run.hashCode() * 31L + patient * 7919L, 1_000_000_000L));
    return ("""
        MSH|^~\\&|HIS|BVBD|TIA|BVBD|20261124083000+0700||ORM^O01^ORM_O01|%1$s|P|2.5.1|||||VNM|\
        UNICODE UTF-8
        PID|1||%2$s^^^BVBD^MR~%3$s^^^&2.16.704.1&ISO^NI||ĐẶNG^HƯỜNG^THỊ^^^^L||\
        19720815|F|||12 Nguyễn Huệ^^Quy Nhơn^^^VN||0905123456
        PV1|1|O|PK^01^1||||D12^LÊ^MAI||||||||||||V%1$s
        ORC|NW|P%1$s^HIS||G%1$s^HIS||||^^^20261124093000+0700^^R|20261124083000+0700|||D12^LÊ^MAI
        OBR|1|P%1$s^HIS||CTN^CT ngực không cản quang^99HIS|||||||||Ho kéo dài|||||A%1$s|\
        R%1$s|S%1$s||||CT|||^^^20261124093000+0700^^R||||^Viêm phổi
        """.formatted(id, run + "-" + patient, nationalId)).replace('\n', '\r').getBytes(UTF_8);
  }
}
