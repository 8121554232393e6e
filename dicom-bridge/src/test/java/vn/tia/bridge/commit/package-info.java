/// Tests of storage commitment.
@NullMarked
package vn.tia.bridge.commit;

import org.jspecify.annotations.NullMarked;
