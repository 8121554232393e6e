package vn.tia.dicom.net.pdu;

import java.util.List;

/// A proposal to exchange objects of one abstract syntax in one of several transfer syntaxes
/// (PS3.8 section 9.3.2.2). `id` is odd and lies between 1 and 255.
public record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {

  public ProposedContext {
    transferSyntaxes = List.copyOf(transferSyntaxes);
  }
}
