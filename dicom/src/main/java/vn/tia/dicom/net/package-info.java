/// DICOM network exchange (PS3.7, PS3.8): associations as acceptor and as requestor, one virtual
/// thread each, and the DIMSE services on them.
///
/// A server is made of services. Each says which SOP classes it serves and does one thing; C-ECHO
/// is built in:
///
/// ```java
/// StoreService counting = new StoreService() {
///   public boolean serves(String sopClassUid) {
///     return sopClassUid.equals(Uids.CT_IMAGE_STORAGE.value());
///   }
///
///   public Status store(StoreRequest request, InputStream dataset) throws IOException {
///     long bytes = dataset.transferTo(OutputStream.nullOutputStream()); // as they arrive
///     return bytes > 0 ? Status.SUCCESS : Status.CANNOT_UNDERSTAND.withComment("no data set");
///   }
/// };
/// try (var server = AssociationServer.start(
///     ServerSettings.onLoopback(11112, "TIA"),
///     AssociationPolicy.callingAes(Set.of("CT1")),
///     List.of(counting))) {
///   …
/// }
/// ```
///
/// A client opens an association and asks for operations, one after the other or, where a window
/// was agreed on, several at once:
///
/// ```java
/// var settings = ClientSettings.toLoopback(11112, "CT1", "TIA")
///     .propose(Uids.VERIFICATION.value())
///     .propose(Uids.CT_IMAGE_STORAGE.value());
/// try (var association = Association.open(settings)) {
///   association.echo();
///   Status status = association.store(Path.of("slice.dcm")); // streamed from the file
/// }
/// ```
///
/// Either side may perform what the other asks for: a C-GET brings C-STOREs back on its own
/// association, an N-ACTION is followed by N-EVENT-REPORTs.
///
/// How it is built, from the wire up: [vn.tia.dicom.net.pdu] turns bytes into PDUs; `Wire` reads
/// and writes them in time; `Fragments` and `MessageReader` make messages of them, `MessageWriter`
/// the reverse. A `Conversation` reads the messages of one association, on either side: requests
/// go to `ServedOperations`, which performs each on a thread of its own by `Operations`; answers go
/// to the `Invocation` that waits for them. `Invoker` asks. Nothing is read before somebody wants
/// it, so a slow service slows its peer down and no memory is needed in between. The states of
/// PS3.8 table 9-10 are the places in the code where it waits.
///
/// Who calls is let in by an [AssociationPolicy], which may want to know the user too; what is
/// negotiated is answered by the services and kept as an [Agreement]. [Tls] is a setting of both
/// sides, with a [TlsProfile] of PS3.15.
///
/// Who breaks the rules is aborted with the reason of PS3.8 section 9.3.8; who is late, by
/// [NetworkTimeouts], or too many, by [NetworkLimits], is sent away. No log line holds an AE
/// title, a UID or anything else that a peer wrote.
@NullMarked
package vn.tia.dicom.net;

import org.jspecify.annotations.NullMarked;
