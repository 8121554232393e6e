package vn.tia.fhir.rest;

import vn.tia.fhir.rest.query.SearchParser;
import vn.tia.fhir.search.extract.Extraction;

/// How searches are read, and what they look at in a resource, by one set of search parameters: for
/// those that ask single resources and no index.
public record SearchLanguage(SearchParser parser, Extraction extraction) {}
