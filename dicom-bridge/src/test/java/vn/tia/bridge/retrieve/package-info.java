/// Tests of the retrieve part of Query/Retrieve.
@NullMarked
package vn.tia.bridge.retrieve;

import org.jspecify.annotations.NullMarked;
