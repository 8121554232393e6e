package vn.tia.dicom.net;

import java.net.InetSocketAddress;

/// Who speaks on an association: the two AE titles and the address the connection came from.
public record AssociationInfo(
    String callingAe, String calledAe, InetSocketAddress remoteAddress) {}
