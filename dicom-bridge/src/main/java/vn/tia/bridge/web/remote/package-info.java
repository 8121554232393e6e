/// DICOMweb for what lies in other archives: it is brought here before the door serves it.
@NullMarked
package vn.tia.bridge.web.remote;

import org.jspecify.annotations.NullMarked;
