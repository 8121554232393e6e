package vn.tia.dicom.net.pdu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.DataValue.Fragment;
import vn.tia.dicom.net.pdu.UserInformation.CommonExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.ExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.OperationsWindow;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;

/// PDUs of every kind with all that can stand in them, by chance.
final class AnyPdu {
  private final Random random;

  AnyPdu(long seed) {
    this.random = new Random(seed);
  }

  Pdu next() {
    return switch (random.nextInt(7)) {
      case 0 -> new AssociateReject(byteValue(), byteValue(), byteValue());
      case 1 -> new ReleaseRequest();
      case 2 -> new ReleaseResponse();
      case 3 -> new Abort(byteValue(), byteValue());
      case 4 -> new DataTransfer(list(1, 4, _ -> value()));
      case 5 ->
          new AssociateRequest(
              random.nextInt(1 << 16),
              title(),
              title(),
              uid(),
              list(1, 9, i -> new ProposedContext(2 * i + 1, uid(), list(1, 5, _ -> uid()))),
              user());
      default ->
          new AssociateAccept(
              random.nextInt(1 << 16),
              title(),
              title(),
              uid(),
              list(1, 9, i -> new ContextResult(2 * i + 1, random.nextInt(5), uid())),
              user());
    };
  }

  private DataValue value() {
    return new DataValue(byteValue(), oneOf(Fragment.values()), bytes(200));
  }

  private UserInformation user() {
    return new UserInformation(
        random.nextLong(1L << 32),
        uid(),
        maybe(() -> "V" + random.nextInt(99)),
        maybe(() -> new OperationsWindow(random.nextInt(1 << 16), random.nextInt(1 << 16))),
        list(0, 3, _ -> new RoleSelection(uid(), oneOf(Role.values()), oneOf(Role.values()))),
        list(0, 3, _ -> new ExtendedNegotiation(uid(), bytes(9))),
        list(0, 3, _ -> new CommonExtendedNegotiation(uid(), uid(), list(0, 4, _ -> uid()))),
        maybe(this::identity),
        maybe(() -> bytes(40)));
  }

  private UserIdentity identity() {
    return new UserIdentity(
        oneOf(UserIdentity.Kind.values()),
        oneOf(UserIdentity.Answer.values()),
        bytes(300),
        bytes(30));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(int min, int max, IntFunction<T> element) {
    List<T> list = new ArrayList<>();
    int size = min + random.nextInt(max - min + 1);
    for (int i = 0; i < size; i++) {
      list.add(element.apply(i));
    }
    return list;
  }

  private <T> T oneOf(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private Bytes bytes(int max) {
    var bytes = new byte[random.nextInt(max + 1)];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private int byteValue() {
    return random.nextInt(256);
  }

  private String title() {
    return "AE" + random.nextInt(1_000_000);
  }

  private String uid() {
    return "1.2." + random.nextInt(1_000_000);
  }
}
