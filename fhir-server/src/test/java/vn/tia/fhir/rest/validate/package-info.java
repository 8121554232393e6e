/// HAPI's validator on what Tia itself makes.
@NullMarked
package vn.tia.fhir.rest.validate;

import org.jspecify.annotations.NullMarked;
