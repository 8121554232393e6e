/// Tests of the query part of Query/Retrieve.
@NullMarked
package vn.tia.bridge.query;

import org.jspecify.annotations.NullMarked;
