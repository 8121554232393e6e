/// The bridge to other archives: studies that lie in a peer, by DIMSE or DICOMweb, are found by the
/// same queries as ours and retrieved through us, by a bounded cache.
/// [vn.tia.bridge.remote.RemoteStudies] is what queries and retrievals ask,
/// [vn.tia.bridge.remote.RemoteArchive] the port to one peer.
@NullMarked
package vn.tia.bridge.remote;

import org.jspecify.annotations.NullMarked;
