/// The object store: where received bytes are kept as they came.
///
/// [vn.tia.bridge.objects.ObjectStore] is the port, [vn.tia.bridge.objects.FileObjectStore] keeps
/// objects as files on one machine. An object is durable before anyone may speak of it: the row
/// that names it is committed afterwards, so a crash may leave an object without a row
/// ([vn.tia.bridge.objects.OrphanSweep] removes it), never a row without its bytes.
@NullMarked
package vn.tia.bridge.objects;

import org.jspecify.annotations.NullMarked;
