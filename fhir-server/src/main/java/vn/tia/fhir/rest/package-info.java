/// The FHIR door over HTTP: HAPI's plain server routes and encodes, one class answers each
/// interaction, and what is stored is sent as it is stored wherever the client asks for plain
/// JSON.
@NullMarked
package vn.tia.fhir.rest;

import org.jspecify.annotations.NullMarked;
