/// What every object store must do, and what the file store does besides.
@NullMarked
package vn.tia.bridge.objects;

import org.jspecify.annotations.NullMarked;
