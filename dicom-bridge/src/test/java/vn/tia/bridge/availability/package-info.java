/// Who is told of which studies.
@NullMarked
package vn.tia.bridge.availability;

import org.jspecify.annotations.NullMarked;
