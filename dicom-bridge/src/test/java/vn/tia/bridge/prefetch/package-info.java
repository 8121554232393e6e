/// Priors that are there before the exam, from another Tia.
@NullMarked
package vn.tia.bridge.prefetch;

import org.jspecify.annotations.NullMarked;
