package vn.tia.dicom.net;

/// How much a peer may send or open before it is turned away.
///
/// @param associationsMax open associations of a server; a province's modalities hold far fewer
/// @param associationsPerAeMax open associations of one calling AE, so that none starves the others
/// @param connectionsMax open TCP connections of a server, those that have not yet said who they
///     are among them
/// @param pduBytesMax the longest P-DATA-TF taken and sent; 128 KiB is the most DCMTK sends, and
///     one system call
/// @param associateBytesMax the longest A-ASSOCIATE PDU; 128 contexts with 30 transfer syntaxes
///     each need 130 KB
/// @param commandBytesMax the longest command set; real ones have some hundred bytes
/// @param identifierBytesMax the longest data set that is held in memory: identifiers of C-FIND and
///     attributes of N-services
/// @param operationsMax operations of one association that are outstanding at once in each
///     direction, where the peer asks for more than one (PS3.7 annex D.3.3.3)
public record NetworkLimits(
    int associationsMax,
    int associationsPerAeMax,
    int connectionsMax,
    int pduBytesMax,
    int associateBytesMax,
    int commandBytesMax,
    int identifierBytesMax,
    int operationsMax) {

  public static final NetworkLimits DEFAULT =
      new NetworkLimits(500, 100, 1_000, 131_072, 1 << 20, 64 << 10, 4 << 20, 1);

  /// The shortest PDU worth talking in: a command must make progress in each.
  static final int PDU_BYTES_MIN = 128;

  public NetworkLimits {
    if (operationsMax < 1 || operationsMax > 0xFFFF) {
      throw new IllegalArgumentException(
          "operationsMax is 1 to 65535, got %d".formatted(operationsMax));
    }
    if (associationsMax < 1 || associationsPerAeMax < 1 || connectionsMax < 1) {
      throw new IllegalArgumentException("a server takes at least one association");
    }
    if (pduBytesMax < PDU_BYTES_MIN) {
      throw new IllegalArgumentException(
          "pduBytesMax is at least %d, got %d".formatted(PDU_BYTES_MIN, pduBytesMax));
    }
  }

  /// The same with this number of associations, and as many for one AE.
  public NetworkLimits withAssociationsMax(int max) {
    return new NetworkLimits(
        max,
        Math.min(max, associationsPerAeMax),
        connectionsMax,
        pduBytesMax,
        associateBytesMax,
        commandBytesMax,
        identifierBytesMax,
        operationsMax);
  }

  /// The same with this number of associations for one calling AE.
  public NetworkLimits withAssociationsPerAeMax(int max) {
    return new NetworkLimits(
        associationsMax,
        max,
        connectionsMax,
        pduBytesMax,
        associateBytesMax,
        commandBytesMax,
        identifierBytesMax,
        operationsMax);
  }

  /// The same with this length of a P-DATA-TF.
  public NetworkLimits withPduBytesMax(int max) {
    return new NetworkLimits(
        associationsMax,
        associationsPerAeMax,
        connectionsMax,
        max,
        associateBytesMax,
        commandBytesMax,
        identifierBytesMax,
        operationsMax);
  }

  /// The same with this number of outstanding operations.
  public NetworkLimits withOperationsMax(int max) {
    return new NetworkLimits(
        associationsMax,
        associationsPerAeMax,
        connectionsMax,
        pduBytesMax,
        associateBytesMax,
        commandBytesMax,
        identifierBytesMax,
        max);
  }
}
