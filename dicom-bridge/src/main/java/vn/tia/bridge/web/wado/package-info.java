/// WADO-RS (PS3.18 section 10.4): retrieves instances, frames, metadata, bulk data and pictures.
///
/// Answers are streamed from the object store: no instance is ever held in memory as a whole.
@NullMarked
package vn.tia.bridge.web.wado;

import org.jspecify.annotations.NullMarked;
