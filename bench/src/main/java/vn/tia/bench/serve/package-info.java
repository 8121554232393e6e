/// What the archive answers beside what others do: the same studies in Tia and in Orthanc, the same
/// worklist in Tia and in DCMTK's `wlmscpfs`, the same file given by nginx.
@NullMarked
package vn.tia.bench.serve;

import org.jspecify.annotations.NullMarked;
