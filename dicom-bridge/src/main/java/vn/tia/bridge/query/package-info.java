/// The query part of Query/Retrieve: C-FIND of patients, studies, series and instances (PS3.4 annex
/// C). Reads the level and the keys of an identifier, asks the records page by page, and answers
/// the keys that were asked for.
@NullMarked
package vn.tia.bridge.query;

import org.jspecify.annotations.NullMarked;
