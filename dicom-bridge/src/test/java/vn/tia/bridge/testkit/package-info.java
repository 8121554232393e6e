/// A whole archive for tests: real PostgreSQL, real files, a real DICOM port.
@NullMarked
package vn.tia.bridge.testkit;

import org.jspecify.annotations.NullMarked;
