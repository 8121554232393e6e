/// Rendered instances and thumbnails (PS3.18 sections 10.4.1.1.3 and 10.4.1.1.4), and WADO-URI
/// (section 9): images as pictures, videos as they are stored, structured reports as text,
/// encapsulated documents as what they hold.
@NullMarked
package vn.tia.bridge.web.rendered;

import org.jspecify.annotations.NullMarked;
