/// The retrieve part of Query/Retrieve: C-MOVE and C-GET (PS3.4 annex C). Finds what an identifier
/// names in the records, checks each stored object as it is read, and gives it as it is stored or
/// in a transfer syntax that the peer takes, with the patient of now.
@NullMarked
package vn.tia.bridge.retrieve;

import org.jspecify.annotations.NullMarked;
