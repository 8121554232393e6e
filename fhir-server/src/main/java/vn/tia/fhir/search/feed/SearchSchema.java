package vn.tia.fhir.search.feed;

import vn.tia.fhir.search.extract.Extraction;
import vn.tia.fhir.search.extract.Parameters;

/// What an index is made by: a set of search parameters, and how their values are taken out.
///
/// @param name names the set: an index of another name is built anew
public record SearchSchema(String name, Parameters parameters, Extraction extraction) {}
