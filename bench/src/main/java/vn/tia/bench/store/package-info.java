/// Storing over the network: our sender to our own receiver, to DCMTK and to Orthanc, all in one
/// run on the loopback interface.
@NullMarked
package vn.tia.bench.store;

import org.jspecify.annotations.NullMarked;
