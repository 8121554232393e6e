/// Storage commitment, push model (PS3.4 annex J): takes a request durably, re-reads each object
/// that it names, and tells the outcome on the association of the request or on one of its own,
/// until the requestor has it.
@NullMarked
package vn.tia.bridge.commit;

import org.jspecify.annotations.NullMarked;
