/// The search index in an Elasticsearch cluster, for more than one machine: reached through its
/// official client, written by `_bulk` under the versions of the records, built beside the live
/// index and swapped by alias. All folding is done before, by `TextForms`, so a bare server
/// without analysis plug-ins finds what Lucene finds.
@NullMarked
package vn.tia.fhir.search.elastic;

import org.jspecify.annotations.NullMarked;
