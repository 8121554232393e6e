/// Tests of the search index in Elasticsearch, on a real one.
@NullMarked
package vn.tia.fhir.search.elastic;

import org.jspecify.annotations.NullMarked;
