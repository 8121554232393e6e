/// Tests of the feed that keeps the search index up to date from the outbox.
@NullMarked
package vn.tia.fhir.search.feed;

import org.jspecify.annotations.NullMarked;
