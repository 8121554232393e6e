/// What tests of records and of the doors stand on: real PostgreSQL, a fresh database per test.
@NullMarked
package vn.tia.records.testkit;

import org.jspecify.annotations.NullMarked;
