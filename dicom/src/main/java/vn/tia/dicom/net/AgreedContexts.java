package vn.tia.dicom.net;

import java.util.Optional;
import java.util.function.Predicate;

/// The presentation contexts of an association, as one side of it sees them.
record AgreedContexts(Agreement agreement, Side side) {

  /// Which side of the association we are.
  enum Side {
    REQUESTOR,
    ACCEPTOR
  }

  /// The first context on which we may ask for operations of this SOP class.
  Optional<AcceptedContext> asUser(String sopClassUid) {
    return first(sopClassUid, this::isUser);
  }

  /// The first such context in this transfer syntax.
  Optional<AcceptedContext> asUser(String sopClassUid, String transferSyntaxUid) {
    return first(sopClassUid, c -> isUser(c) && c.transferSyntax().equals(transferSyntaxUid));
  }

  /// The first context on which we provide this SOP class.
  Optional<AcceptedContext> asProvider(String sopClassUid) {
    return first(sopClassUid, this::isProvider);
  }

  private boolean isUser(AcceptedContext context) {
    return side == Side.REQUESTOR
        ? agreement.requestorIsScu(context.abstractSyntax())
        : agreement.requestorIsScp(context.abstractSyntax());
  }

  private boolean isProvider(AcceptedContext context) {
    return side == Side.REQUESTOR
        ? agreement.requestorIsScp(context.abstractSyntax())
        : agreement.requestorIsScu(context.abstractSyntax());
  }

  private Optional<AcceptedContext> first(
      String sopClassUid, Predicate<AcceptedContext> condition) {
    return named(sopClassUid::equals, condition).or(() -> named(
        abstractSyntax -> InstanceClasses.mayName(abstractSyntax, sopClassUid), condition));
  }

  private Optional<AcceptedContext> named(
      Predicate<String> abstractSyntax, Predicate<AcceptedContext> condition) {
    return agreement.contexts().stream()
        .filter(c -> abstractSyntax.test(c.abstractSyntax()))
        .filter(condition)
        .findFirst();
  }

  /// How many operations we may have outstanding, 0 for any number.
  int windowInvoked() {
    var window = agreement.operationsWindow();
    return side == Side.REQUESTOR ? window.invoked() : window.performed();
  }

  /// How many operations of the peer may be outstanding, 0 for any number.
  int windowPerformed() {
    var window = agreement.operationsWindow();
    return side == Side.REQUESTOR ? window.performed() : window.invoked();
  }
}
