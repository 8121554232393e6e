/// The FHIR door over real HTTP: HAPI's client and a bare one, Tomcat, PostgreSQL, Lucene.
@NullMarked
package vn.tia.fhir.rest;

import org.jspecify.annotations.NullMarked;
